import { TOPICS } from '#contracts';
import { KafkaBatchServer, type KafkaBatchServerOptions, liveGroup } from '#messaging';
import type { HealthRegistry, Logger, ProcessExit } from '#runtime';

/** Sets the handlers of live messages apart from those of the group that all replicas share. */
export const LIVE_TRANSPORT = Symbol('live messages');

const MOST_PER_BATCH = 500;
/** Positions tell what was given already. */
const COMMIT_EVERY_MS = 1_000;

type Given = Required<Pick<KafkaBatchServerOptions, 'kafka' | 'prefix' | 'metrics' | 'onJoined'>> & {
  readonly replicaId: string;
};

/** Reads all live messages, in a group that this replica has to itself; what came before it is found in the inbox. */
export class LiveServer extends KafkaBatchServer {
  override transportId = LIVE_TRANSPORT;

  constructor({ replicaId, ...given }: Given, logger: Logger, exit: ProcessExit, health: HealthRegistry) {
    const own = { groupId: liveGroup(replicaId), topics: [TOPICS.inAppLive.name], startAt: 'latest' as const };
    super({ ...given, ...own, maxBatch: MOST_PER_BATCH, commitEveryMs: COMMIT_EVERY_MS }, logger, exit, health);
  }
}

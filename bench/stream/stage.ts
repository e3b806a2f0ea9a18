import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { dataRoot } from '../../infra/data-folder.js';
import { LauncherError } from '../../infra/launcher.error.js';
import { LoadSystem } from '../load/load-system.js';
import type { ArrivedRow } from './judge.js';
import { Replica } from './replica.js';

const NAME = 'stream';
/** Files, pipes and connections of a process beside those of devices. */
const OTHER_DESCRIPTORS = 500;
const SETTLED_WITHIN_MS = 180_000;
const POLL_MS = 250;

/** A message that has arrived; times in milliseconds since 1970. */
export interface TimedRow extends ArrivedRow {
  /** When the dispatcher made it. */
  readonly madeAt: number;
  /** When the transaction committed that put it into the inbox. */
  readonly arrivedAt: number;
}

/** A real Kafka and PostgreSQL, and replicas of the in-app worker on them. */
export class Stage {
  private constructor(
    private readonly system: LoadSystem,
    private readonly isProfiled: boolean,
  ) {}

  /** On empty data. @throws LauncherError */
  static async open(isProfiled: boolean): Promise<Stage> {
    // It tells when messages arrived.
    const serverSettings = { track_commit_timestamp: 'on' };
    return new Stage(await LoadSystem.open(NAME, { serverSettings }), isProfiled);
  }

  /** The settings of all processes. */
  get env(): Readonly<Record<string, string>> {
    return this.system.env;
  }

  /** Resolves once it is ready. */
  async addReplica(): Promise<Replica> {
    const profiling = ['--cpu-prof', `--cpu-prof-dir=${join(dataRoot, `bench-${NAME}`)}`];
    const app = await this.system.addOne('in-app-worker', this.isProfiled ? profiling : []);
    await app.start();
    return new Replica(app);
  }

  /** Waits for `work`, but no longer than every started process is running. */
  untilFailure<T>(work: Promise<T>): Promise<T> {
    return this.system.untilFailure(work);
  }

  /** Resolves once no message waits to be put into an inbox. */
  async untilSettled(): Promise<void> {
    const deadline = Date.now() + SETTLED_WITHIN_MS;
    while (Date.now() < deadline) {
      const { rowCount } = await this.system.database.query('SELECT 1 FROM delivery_queue LIMIT 1');
      if (rowCount === 0) return;
      await delay(POLL_MS);
    }
    throw new LauncherError(`Messages were not settled within ${SETTLED_WITHIN_MS / 1_000} s.`);
  }

  /** Everything that has arrived in an inbox. Its attempt is written in the transaction that puts it there, and never again. */
  async arrivedRows(): Promise<TimedRow[]> {
    const { rows } = await this.system.database.query<TimedRow>(
      `SELECT n.id, n.user_id AS "userId", n.inbox_seq::int AS seq, extract(epoch FROM n.created_at)::float * 1000 AS "madeAt",
              extract(epoch FROM pg_xact_commit_timestamp(a.xmin))::float * 1000 AS "arrivedAt"
         FROM notification_log n JOIN notification_attempt a ON a.notification_id = n.id AND a.outcome = 'accepted'
        WHERE n.status IN ('sent', 'delivered') ORDER BY n.user_id, n.inbox_seq`,
    );
    return rows;
  }

  /** Milliseconds of processor time that the services have used; 0 where it cannot be told. */
  servicesCpu(): { kafka: number; postgres: number } {
    return { kafka: this.system.serviceCpu('Kafka'), postgres: this.system.serviceCpu('PostgreSQL') };
  }

  async close(): Promise<void> {
    await this.system.stop();
  }
}

/**
 * A connection takes a file descriptor at either end; the worker's and the devices' are different processes.
 * @throws LauncherError where a process may not have that many
 */
export function requireDescriptors(connections: number): void {
  const limit = execFileSync('sh', ['-c', 'ulimit -Hn'], { encoding: 'utf8' }).trim();
  const needed = connections + OTHER_DESCRIPTORS;
  if (limit === 'unlimited' || Number(limit) >= needed) return;
  throw new LauncherError(`${connections} connections need ${needed} open files in a process; the limit is ${limit}.`, [
    'Raise it (in limits.conf, or with ulimit -Hn as root), or ask for less with `-- --connections N`.',
  ]);
}

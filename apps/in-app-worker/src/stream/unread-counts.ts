/** Implements F8. Tells a customer's devices how much is unread, whenever that may have changed. */
import { Inject, Injectable } from '@nestjs/common';
import { Database, countUnread } from '#database';
import { Gatherer, LOGGER, type Logger, ProcessExit, isRetryable, untilAvailable } from '#runtime';
import { SessionRegistry } from './session.registry.js';

const GATHER_MS = 20;
const MOST_PER_BATCH = 500;

@Injectable()
export class UnreadCounts {
  private readonly stopping = new AbortController();
  /** One count at a time: an older one must not be told after a newer one. */
  private readonly gatherer = new Gatherer<string>((userIds) => this.tell([...new Set(userIds)]), {
    most: MOST_PER_BATCH,
    gatherMs: GATHER_MS,
  });

  constructor(
    private readonly database: Database,
    private readonly sessions: SessionRegistry,
    private readonly exit: ProcessExit,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Counts anew, soon, and tells every device of the customer. */
  announce(userId: string): void {
    if (this.stopping.signal.aborted) return;
    this.gatherer.add(userId).catch((error: unknown) => this.giveUp(error));
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.gatherer.idle();
  }

  private async tell(userIds: readonly string[]): Promise<void> {
    const counts = await untilAvailable(
      () => countUnread(this.database, userIds),
      (error, attempt) => this.logger.warn({ err: error, attempt }, 'counting unread messages waits'),
      this.stopping.signal,
    );
    for (const [userId, count] of counts) {
      for (const session of this.sessions.of(userId)) session.tellUnread(count);
    }
  }

  private giveUp(error: unknown): void {
    if (this.stopping.signal.aborted && isRetryable(error)) return;
    this.exit.fail('unread messages cannot be counted', error);
  }
}

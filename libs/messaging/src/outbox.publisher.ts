/** Implements N9. Publishes what a transaction wrote to the outbox, right after its commit; a relay takes what was left behind. */
import { Inject, Injectable, type OnApplicationBootstrap, type BeforeApplicationShutdown } from '@nestjs/common';
import { Database, type OutboxRow, deleteOutbox, hasStaleOutbox, lockStaleOutbox } from '#database';
import { Clock, Gatherer, LOGGER, type Logger, ProcessExit, isRetryable, sleep } from '#runtime';
import { KafkaPublisher } from './kafka-publisher.js';

const STALE_MS = 5_000;
const RELAY_EVERY_MS = 2_000;
const DELETED_WITHIN_MS = 100;
const MOST_DELETED = 1_000;
/** A transaction holds them while they are published: few enough for well under its five seconds. */
const RELAY_ROWS = 10;

@Injectable()
export class OutboxPublisher implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly stopping = new AbortController();
  private readonly behind = new Set<Promise<void>>();
  /** Nobody waits for the deletion: until the relay looks there is time to do many at once. */
  private readonly published = new Gatherer<string>((ids) => deleteOutbox(this.database, ids), {
    most: MOST_DELETED,
    gatherMs: DELETED_WITHIN_MS,
  });
  private relaying: Promise<void> | undefined;

  constructor(
    private readonly database: Database,
    private readonly publisher: KafkaPublisher,
    private readonly clock: Clock,
    private readonly exit: ProcessExit,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.relaying = this.relay().catch((error: unknown) => {
      if (!this.stopping.signal.aborted) this.exit.fail('the outbox relay stopped', error);
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.relaying;
    // What is published in the background is deleted in the background.
    while (this.behind.size > 0) await Promise.all(this.behind);
  }

  /** Call after the commit; resolves once published. An outage is no error here: the row stays, and the relay publishes it later. */
  async publishCommitted(row: OutboxRow): Promise<void> {
    try {
      await this.publisher.publish(row.messages);
      this.inBackground(this.forget(row.id));
    } catch (error) {
      this.leaveToRelay(row.id, error);
    }
  }

  /** As `publishCommitted`, for whoever answers a request: the answer needs the commit, not the broker. */
  publishBehind(row: OutboxRow): void {
    this.inBackground(this.publishCommitted(row));
  }

  private async forget(id: string): Promise<void> {
    try {
      await this.published.add(id);
    } catch (error) {
      this.leaveToRelay(id, error);
    }
  }

  private leaveToRelay(id: string, error: unknown): void {
    if (!isRetryable(error)) throw error;
    this.logger.warn({ err: error, outboxId: id }, 'outbox row left to the relay');
  }

  private inBackground(work: Promise<void>): void {
    const watched = work
      .catch((error: unknown) => this.exit.fail('an outbox row cannot be published', error))
      .finally(() => this.behind.delete(watched));
    this.behind.add(watched);
  }

  private async relay(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      const published = await this.relayOnce();
      if (published < RELAY_ROWS) await sleep(RELAY_EVERY_MS, this.stopping.signal);
    }
  }

  /** Publishes inside the transaction that holds the rows: a crash in between repeats messages, it never drops them. */
  private async relayOnce(): Promise<number> {
    const olderThan = new Date(this.clock.now().getTime() - STALE_MS);
    try {
      if (!(await hasStaleOutbox(this.database, olderThan))) return 0;
      return await this.database.transaction(async (sql) => {
        const rows = await lockStaleOutbox(sql, olderThan, RELAY_ROWS);
        if (rows.length === 0) return 0;
        await this.publisher.publish(rows.flatMap((row) => row.messages));
        await deleteOutbox(
          sql,
          rows.map((row) => row.id),
        );
        return rows.length;
      });
    } catch (error) {
      if (!isRetryable(error)) throw error;
      this.logger.debug({ err: error }, 'outbox relay waits');
      return 0;
    }
  }
}

/** Implements F7, N9. Collects what became of claims and writes it a batch at a time; then tells the world. */
import { Inject, Injectable } from '@nestjs/common';
import { PUBLISHED_STATUSES, type PublishedStatus, TOPICS, encodeDeadLetter, encodeDeliveryEvent } from '#contracts';
import {
  Database,
  type OutboxMessage,
  type OutboxRow,
  type Settlement,
  type SuppressedAddress,
  insertOutbox,
  settle,
  suppressAddresses,
} from '#database';
import { OutboxPublisher } from '#messaging';
import { Clock, IdGenerator, LOGGER, type Logger, untilAvailable } from '#runtime';
import type { Assignment } from './assignment.js';

const MOST_PER_BATCH = 250;
/** Long enough to gather what finishes together, short against any provider's answer. */
const GATHER_MS = 5;

interface Entry {
  readonly assignment: Assignment;
  readonly settlement: Settlement;
  /** Nothing may be sent to this address again. */
  readonly suppress: boolean;
  readonly done: (applied: boolean) => void;
  readonly failed: (error: unknown) => void;
}

@Injectable()
export class Settler {
  private waiting: Entry[] = [];
  private flushing = false;

  constructor(
    private readonly database: Database,
    private readonly outbox: OutboxPublisher,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Resolves once the settlement is committed. An outage of the database is waited out: what a provider has taken must not be forgotten.
   * @returns false when the claim was outdated and nothing changed
   */
  settle(assignment: Assignment, settlement: Settlement, suppress = false): Promise<boolean> {
    return new Promise((done, failed) => {
      this.waiting.push({ assignment, settlement, suppress, done, failed });
      if (!this.flushing) {
        this.flushing = true;
        setTimeout(() => void this.flush(), GATHER_MS);
      }
    });
  }

  private async flush(): Promise<void> {
    while (this.waiting.length > 0) {
      const batch = this.nextBatch();
      try {
        const applied = await this.write(batch);
        for (const entry of batch) entry.done(applied.has(entry.settlement));
      } catch (error) {
        for (const entry of batch) entry.failed(error);
      }
    }
    this.flushing = false;
  }

  /** Each notification at most once per batch: two statements on one row would depend on their order. */
  private nextBatch(): Entry[] {
    const batch = new Map<string, Entry>();
    const later: Entry[] = [];
    for (const entry of this.waiting) {
      if (batch.size < MOST_PER_BATCH && !batch.has(entry.settlement.id)) batch.set(entry.settlement.id, entry);
      else later.push(entry);
    }
    this.waiting = later;
    return [...batch.values()];
  }

  private async write(batch: readonly Entry[]): Promise<Set<Settlement>> {
    const written = await untilAvailable(
      () => this.commit(batch),
      (error, attempt) => {
        if (attempt % 5 === 1) this.logger.warn({ err: error, attempt, rows: batch.length }, 'settling waits');
      },
    );
    if (written.outbox !== null) await this.outbox.publishCommitted(written.outbox);
    return written.applied;
  }

  private commit(batch: readonly Entry[]): Promise<{ applied: Set<Settlement>; outbox: OutboxRow | null }> {
    const now = this.clock.now();
    const byId = new Map(batch.map((entry) => [entry.settlement.id, entry]));
    return this.database.transaction(async (sql) => {
      const applied = await settle(
        sql,
        batch.map((entry) => entry.settlement),
        now,
      );
      const optedOut = batch.flatMap(optOutOf);
      if (optedOut.length > 0) await suppressAddresses(sql, optedOut, now);
      const messages = applied.flatMap((s) => messagesOf(s, byId.get(s.id)?.assignment, now));
      if (messages.length === 0) return { applied: new Set(applied), outbox: null };
      const row: OutboxRow = { id: this.ids.next(), messages };
      await insertOutbox(sql, row, now);
      return { applied: new Set(applied), outbox: row };
    });
  }
}

/** What the provider refuses for good, whether or not its claim still counted. */
function optOutOf({ assignment: { channel, addressHash }, suppress }: Entry): SuppressedAddress[] {
  return suppress && addressHash !== null ? [{ channel, addressHash, reason: 'provider_opt_out' }] : [];
}

/** News for upstream, for the dead-letter topic and, in-app, for the stream. Ids only. */
function messagesOf(settlement: Settlement, assignment: Assignment | undefined, now: Date): OutboxMessage[] {
  const { outcome } = settlement;
  if (assignment === undefined || outcome.kind !== 'settled' || !(outcome.status in PUBLISHED_STATUSES)) return [];
  const { claim, channel, work } = assignment;
  const attempt = settlement.attempt?.number ?? claim.earlierAttempts + claim.attempts;
  const ids = { notificationId: claim.id, orderId: work.orderId, userId: claim.userId, type: work.type, channel };
  const status: PublishedStatus = outcome.status;
  const messages: OutboxMessage[] = [encodeDeliveryEvent({ ...ids, status, reason: outcome.reason, attempt }, now)];
  if (status === 'failed' && outcome.reason !== null) {
    messages.push(encodeDeadLetter({ ...ids, reason: outcome.reason, attempts: attempt }));
  }
  if (status === 'sent' && channel === 'in_app') {
    const value = JSON.stringify({ notificationId: claim.id, userId: claim.userId });
    messages.push({ topic: TOPICS.inAppLive.name, key: claim.userId, value });
  }
  return messages;
}

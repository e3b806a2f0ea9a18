/** Implements F7, N9. Collects what became of claims and settles it a batch at a time. */
import { Inject, Injectable } from '@nestjs/common';
import type { Settlement } from '#database';
import { OutboxPublisher } from '#messaging';
import { Clock, LOGGER, type Logger, untilAvailable } from '#runtime';
import type { Assignment } from './assignment.js';
import { DeliveryMetrics } from './delivery.metrics.js';
import { type SettlementEntry, SettlementWriter } from './settlement.writer.js';

const MOST_PER_BATCH = 250;
/** Long enough to gather what finishes together, short against any provider's answer. */
const GATHER_MS = 5;

interface Waiting extends SettlementEntry {
  readonly done: (applied: boolean) => void;
  readonly failed: (error: unknown) => void;
}

@Injectable()
export class Settler {
  private waiting: Waiting[] = [];
  private flushing = false;

  constructor(
    private readonly writer: SettlementWriter,
    private readonly outbox: OutboxPublisher,
    private readonly clock: Clock,
    private readonly metrics: DeliveryMetrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Resolves once the settlement is committed. An outage of the database is waited out: what a provider has taken must not be forgotten.
   * @param suppress nothing may be sent to this address again
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
  private nextBatch(): Waiting[] {
    const batch = new Map<string, Waiting>();
    const later: Waiting[] = [];
    for (const entry of this.waiting) {
      if (batch.size < MOST_PER_BATCH && !batch.has(entry.settlement.id)) batch.set(entry.settlement.id, entry);
      else later.push(entry);
    }
    this.waiting = later;
    return [...batch.values()];
  }

  private async write(batch: readonly SettlementEntry[]): Promise<ReadonlySet<Settlement>> {
    const written = await untilAvailable(
      () => this.writer.write(batch),
      (error, attempt) => this.logger.warn({ err: error, attempt, rows: batch.length }, 'settling waits'),
    );
    if (written.outbox !== null) await this.outbox.publishCommitted(written.outbox);
    for (const entry of batch) if (written.applied.has(entry.settlement)) this.count(entry);
    return written.applied;
  }

  private count({ assignment: { channel, work }, settlement: { outcome } }: SettlementEntry): void {
    if (outcome.kind !== 'settled') return;
    const { status, reason } = outcome;
    this.metrics.settled.inc({ channel, type: work.type, status, reason: reason ?? '' });
    if (status !== 'sent') return;
    const seconds = (this.clock.now().getTime() - work.eventTime.getTime()) / 1000;
    this.metrics.latency.observe({ channel }, Math.max(0, seconds));
  }
}

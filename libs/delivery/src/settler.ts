/** Implements F7, N9. Collects what became of claims and settles it a batch at a time. */
import { Inject, Injectable } from '@nestjs/common';
import type { Settlement } from '#database';
import { OutboxPublisher } from '#messaging';
import { Clock, Gatherer, LOGGER, type Logger, untilAvailable } from '#runtime';
import type { Assignment } from './assignment.js';
import { DeliveryMetrics } from './delivery.metrics.js';
import { endClaimSpan } from './notification-spans.js';
import { type SettlementEntry, SettlementWriter } from './settlement.writer.js';

const MOST_PER_BATCH = 250;

/** What became of one entry of a batch. */
interface Settled {
  readonly applied: boolean;
  /** Of the news of its batch; undefined: there is none. */
  readonly published: Promise<void> | undefined;
}

@Injectable()
export class Settler {
  /** Each notification at most once per batch: two statements on one row would depend on their order. */
  private readonly entries = new Gatherer<SettlementEntry, Settled>((batch) => this.write(batch), {
    most: MOST_PER_BATCH,
    keyOf: ({ settlement }) => settlement.id,
  });

  constructor(
    private readonly writer: SettlementWriter,
    private readonly outbox: OutboxPublisher,
    private readonly clock: Clock,
    private readonly metrics: DeliveryMetrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Resolves once the settlement is committed and its news published, or left to the relay. An outage of the database is waited out: what a
   * provider has taken must not be forgotten.
   * @param suppress nothing may be sent to this address again
   * @returns false when the claim was outdated and nothing changed
   */
  async settle(assignment: Assignment, settlement: Settlement, suppress = false): Promise<boolean> {
    const { applied, published } = await this.entries.add({ assignment, settlement, suppress });
    if (assignment.span !== undefined) endClaimSpan(assignment.span, settlement, applied);
    await published;
    return applied;
  }

  private async write(batch: readonly SettlementEntry[]): Promise<Settled[]> {
    const written = await untilAvailable(
      () => this.writer.write(batch),
      (error, attempt) => this.logger.warn({ err: error, attempt, rows: batch.length }, 'settling waits'),
    );
    // The next batch is written meanwhile; requests to Kafka keep their order.
    const published = written.outbox === null ? undefined : this.outbox.publishCommitted(written.outbox);
    return batch.map((entry) => {
      const applied = written.applied.has(entry.settlement);
      if (applied) this.count(entry);
      return { applied, published };
    });
  }

  private count({ assignment: { channel, work }, settlement: { outcome } }: SettlementEntry): void {
    if (outcome.kind === 'released') this.metrics.released.inc({ channel });
    if (outcome.kind !== 'settled') return;
    const { status, reason } = outcome;
    this.metrics.settled.inc({ channel, type: work.type, status, reason: reason ?? '' });
    if (status !== 'sent') return;
    const seconds = (this.clock.now().getTime() - work.eventTime.getTime()) / 1000;
    this.metrics.latency.observe({ channel }, Math.max(0, seconds));
  }
}

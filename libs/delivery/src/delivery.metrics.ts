import { Inject, Injectable } from '@nestjs/common';
import { Counter, Histogram, Registry } from 'prom-client';

/** What a worker counts. Labels are from closed lists: no ids. */
@Injectable()
export class DeliveryMetrics {
  readonly attempts: Counter<'channel' | 'type' | 'outcome' | 'code'>;
  readonly attemptDuration: Histogram<'channel' | 'outcome'>;
  readonly settled: Counter<'channel' | 'type' | 'status' | 'reason'>;
  /** Order event to provider's acceptance. */
  readonly latency: Histogram<'channel'>;
  readonly claims: Counter<'channel' | 'kind'>;
  readonly released: Counter<'channel'>;
  readonly lookUps: Counter<'channel' | 'result'>;
  readonly duplicates: Counter<'channel'>;

  constructor(@Inject(Registry) registry: Registry) {
    const registers = [registry];
    this.attempts = new Counter({
      name: 'notification_attempts_total',
      help: 'Finished provider calls',
      labelNames: ['channel', 'type', 'outcome', 'code'],
      registers,
    });
    this.attemptDuration = new Histogram({
      name: 'notification_attempt_duration_seconds',
      help: 'How long a finished provider call took',
      labelNames: ['channel', 'outcome'],
      buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20],
      registers,
    });
    this.settled = new Counter({
      name: 'notification_settled_total',
      help: 'Notifications that reached the end of their work',
      labelNames: ['channel', 'type', 'status', 'reason'],
      registers,
    });
    this.latency = new Histogram({
      name: 'notification_acceptance_duration_seconds',
      help: 'From the order event to the acceptance by the provider',
      labelNames: ['channel'],
      buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 45, 60, 90, 300, 900, 3600],
      registers,
    });
    this.claims = new Counter({
      name: 'notification_claims_total',
      help: 'Rows claimed, fresh ones by a nudge, due ones by the poll',
      labelNames: ['channel', 'kind'],
      registers,
    });
    this.released = new Counter({
      name: 'notification_claims_released_total',
      help: 'Claimed rows given back unsent: it was too late to start, a pause began, or the worker is stopping',
      labelNames: ['channel'],
      registers,
    });
    this.lookUps = new Counter({
      name: 'notification_look_ups_total',
      help: 'Questions to the provider about attempts whose answer was lost',
      labelNames: ['channel', 'result'],
      registers,
    });
    this.duplicates = new Counter({
      name: 'notification_possible_duplicates_total',
      help: 'Notifications of which the provider took more than one attempt',
      labelNames: ['channel'],
      registers,
    });
  }
}

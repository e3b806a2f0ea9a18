/**
 * Implements F5, AC-17, N6. What the watch has looked at, for Prometheus, whose rules are the same (`deploy/prometheus`). Every replica
 * looks, and shows what it saw. Labels are from closed lists.
 */
import { Inject, Injectable } from '@nestjs/common';
import { CHANNELS } from '#contracts';
import { CONSUMER_GROUPS, GROUP_TOPICS } from '#messaging';
import type { AlertFacts } from '#notifications';
import { Gauge, Registry } from 'prom-client';

interface Reading {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

interface FactGauge {
  readonly help: string;
  readonly labelNames: readonly string[];
  readonly read: (facts: AlertFacts) => readonly Reading[];
}

const FACT_GAUGES = {
  notification_objective_notifications: {
    help: 'Notifications that kept an objective (good) or did not (bad), over a window that ends now',
    labelNames: ['objective', 'channel', 'window', 'result'],
    read: ({ objectives }) =>
      objectives.flatMap(({ objective, channel, windowMs, good, bad }) => {
        const labels = { objective, channel, window: `${windowMs / 60_000}m` };
        return [
          { labels: { ...labels, result: 'good' }, value: good },
          { labels: { ...labels, result: 'bad' }, value: bad },
        ];
      }),
  },
  notification_recent_endings: {
    help: 'Notifications that came to an end over the last 15 minutes; of delivered, less those that failed after all',
    labelNames: ['channel', 'status'],
    read: ({ deliveries }) =>
      deliveries.flatMap(({ channel, delivered, failed }) => [
        { labels: { channel, status: 'delivered' }, value: delivered },
        { labels: { channel, status: 'failed' }, value: failed },
      ]),
  },
  notification_recent_account_faults: {
    help: 'Calls and reports that name a fault of our account, over the last 15 minutes',
    labelNames: ['channel', 'code'],
    read: ({ accountFaults }) =>
      accountFaults.map(({ channel, code, count }) => ({ labels: { channel, code }, value: count })),
  },
  notification_recent_template_errors: {
    help: 'Notifications that could not be put into words, over the last 15 minutes',
    labelNames: ['type'],
    read: ({ templateErrors }) => templateErrors.map(({ type, count }) => ({ labels: { type }, value: count })),
  },
  notification_recent_dead_letters: {
    help: 'Notifications given up on over the last 15 minutes, without blame on the recipient',
    labelNames: [],
    read: ({ deadLetters }) => [{ labels: {}, value: deadLetters }],
  },
  notification_recent_rejected_events: {
    help: 'Events that could not be used over the last 15 minutes and were not replayed since (counted up to 1000)',
    labelNames: [],
    read: ({ rejectedEvents }) => [{ labels: {}, value: rejectedEvents }],
  },
  notification_queue_oldest_due_seconds: {
    help: 'For how long the oldest row has been due that no worker holds; waited: it had to, for quiet hours or a pause',
    labelNames: ['channel', 'waited'],
    read: ({ waiting }) =>
      waiting.flatMap(({ channel, oldestSeconds, oldestReleasedSeconds }) => [
        { labels: { channel, waited: 'false' }, value: oldestSeconds ?? 0 },
        { labels: { channel, waited: 'true' }, value: oldestReleasedSeconds ?? 0 },
      ]),
  },
  notification_halted: {
    help: '1 while the channel is halted by itself: its provider fails for everyone, or refuses our account',
    labelNames: ['channel'],
    read: ({ halts }) =>
      CHANNELS.map((channel) => ({
        labels: { channel },
        value: Number(halts.some((halt) => halt.channel === channel)),
      })),
  },
  notification_paused: {
    help: '1 while an operator holds it back: everything (all), a channel or a type',
    labelNames: ['scope'],
    read: ({ pauses }) => pauses.map(({ scope }) => ({ labels: { scope }, value: 1 })),
  },
  notification_default_partition_rows: {
    help: 'Rows that found no monthly partition (counted up to 1000 a table)',
    labelNames: [],
    read: ({ defaultPartitionRows }) => [{ labels: {}, value: defaultPartitionRows }],
  },
  kafka_consumer_group_lag_sum: {
    help: 'Messages that the group is still to read, over all partitions; absent while the broker cannot be asked',
    labelNames: ['group', 'topic'],
    read: ({ consumers }) =>
      consumers.flatMap(({ topic, lag }) =>
        lag === null ? [] : [{ labels: { group: GROUP_OF.get(topic) ?? '', topic }, value: lag }],
      ),
  },
  notification_consumer_stalled_seconds: {
    help: 'For how long there has been something to read on the topic and nothing was read',
    labelNames: ['topic'],
    read: ({ consumers }) =>
      consumers.map(({ topic, stalledSeconds }) => ({ labels: { topic }, value: stalledSeconds })),
  },
} as const satisfies Record<string, FactGauge>;

const GROUP_OF: ReadonlyMap<string, string> = new Map(
  (Object.keys(GROUP_TOPICS) as (keyof typeof GROUP_TOPICS)[]).flatMap((key) =>
    GROUP_TOPICS[key].map((topic) => [topic, CONSUMER_GROUPS[key]] as const),
  ),
);

@Injectable()
export class FactMetrics {
  private readonly gauges: readonly { readonly gauge: Gauge; readonly read: FactGauge['read'] }[];

  constructor(@Inject(Registry) registry: Registry) {
    this.gauges = Object.entries<FactGauge>(FACT_GAUGES).map(([name, { help, labelNames, read }]) => ({
      gauge: new Gauge({ name, help, labelNames, registers: [registry] }),
      read,
    }));
    this.forget();
  }

  show(facts: AlertFacts): void {
    for (const { gauge, read } of this.gauges) {
      gauge.reset();
      for (const { labels, value } of read(facts)) gauge.set(labels, value);
    }
  }

  /** What could not be read is not shown, rather than as it was. */
  forget(): void {
    for (const { gauge } of this.gauges) {
      gauge.reset();
      // Without labels, a gauge that was reset would say 0.
      gauge.remove({});
    }
  }
}

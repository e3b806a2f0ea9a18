import { setTimeout as sleep } from 'node:timers/promises';
import { Kafka, type Message, type Producer, logLevel } from 'kafkajs';
import { type PlannedEvent, SOURCE } from './load.js';

/** A planned event that the broker has. */
export interface PublishedEvent extends PlannedEvent {
  /** Time of the event itself, milliseconds since 1970. */
  readonly time: number;
  /** When the broker confirmed it first; null: it never did. */
  acknowledgedAt: number | null;
}

const TICK_MS = 50;
const RETRY_MS = 500;

/** Publishes as planned, again and again until the broker has it; what is due meanwhile waits. */
export class Upstream {
  readonly published: PublishedEvent[];
  private readonly due: { readonly at: number; readonly event: PublishedEvent }[];
  private readonly producer: Producer;

  constructor(
    brokers: string,
    private readonly topic: string,
    plan: readonly PlannedEvent[],
    private readonly startedAt: number,
  ) {
    const kafka = new Kafka({
      clientId: 'upstream',
      brokers: [brokers],
      logLevel: logLevel.NOTHING,
      retry: { retries: 2 },
    });
    this.producer = kafka.producer({ allowAutoTopicCreation: false });
    this.published = plan.map((event) => ({
      ...event,
      time: startedAt + (event.publishAt[0] ?? 0),
      acknowledgedAt: null,
    }));
    this.due = this.published
      .flatMap((event) => event.publishAt.map((at) => ({ at, event })))
      .sort((a, b) => a.at - b.at);
  }

  /** Resolves once everything is published. */
  async publish(): Promise<void> {
    while (this.due.length > 0) {
      const ready = this.due.findIndex(({ at }) => this.startedAt + at > Date.now());
      const batch = this.due.splice(0, ready < 0 ? this.due.length : ready).map(({ event }) => event);
      if (batch.length > 0) await this.untilAcknowledged(batch);
      await sleep(TICK_MS);
    }
    await this.producer.disconnect();
  }

  /** What is due later is never published. */
  end(): void {
    this.due.length = 0;
  }

  private async untilAcknowledged(batch: readonly PublishedEvent[]): Promise<void> {
    for (;;) {
      try {
        await this.producer.connect();
        await this.producer.send({ topic: this.topic, acks: -1, messages: batch.map(messageOf) });
        break;
      } catch {
        // The broker is away: that is what this run is about. A message it has already is a duplicate.
        await sleep(RETRY_MS);
      }
    }
    const now = Date.now();
    for (const event of batch) event.acknowledgedAt ??= now;
  }
}

/** CloudEvents 1.0, binary mode. */
function messageOf({ id, type, orderId, time, data }: PublishedEvent): Message {
  return {
    key: orderId,
    headers: {
      ce_specversion: '1.0',
      ce_id: id,
      ce_source: SOURCE,
      ce_type: EVENT_TYPES[type] ?? type.replace('_', '.'),
      ce_time: new Date(time).toISOString(),
      ce_subject: orderId,
      'content-type': 'application/json',
    },
    value: JSON.stringify(data),
  };
}

/** Where the name is not the notification's with a dot. */
const EVENT_TYPES: Readonly<Record<string, string>> = {
  payment_processed: 'order.payment_processed',
  out_for_delivery: 'order.out_for_delivery',
  delivered: 'order.delivered',
  delivery_failed: 'order.delivery_failed',
  refund_initiated: 'order.refund_initiated',
  refund_completed: 'order.refund_completed',
};

/** Implements F5. What goes to and comes from Kafka, under the names of OpenTelemetry's semantic conventions for messaging. */
import { Inject, Injectable } from '@nestjs/common';
import type { TopicName } from '#contracts';
import { Counter, Histogram, Registry } from 'prom-client';

/** Seconds. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const LABELS = ['messaging_system', 'messaging_operation_name', 'messaging_destination_name'] as const;

type Operation = 'send' | 'process';

@Injectable()
export class MessagingMetrics {
  private readonly sent: Counter<(typeof LABELS)[number]>;
  private readonly consumed: Counter<(typeof LABELS)[number]>;
  private readonly sending: Histogram<'messaging_system' | 'messaging_operation_name' | 'error_type'>;
  private readonly processing: Histogram<(typeof LABELS)[number] | 'error_type'>;

  constructor(@Inject(Registry) registry: Registry) {
    const registers = [registry];
    this.sent = new Counter({
      name: 'messaging_client_sent_messages_total',
      help: 'Messages that the broker has acknowledged',
      labelNames: LABELS,
      registers,
    });
    this.consumed = new Counter({
      name: 'messaging_client_consumed_messages_total',
      help: 'Messages that were handled to the end',
      labelNames: LABELS,
      registers,
    });
    this.sending = new Histogram({
      name: 'messaging_client_operation_duration_seconds',
      help: 'Requests to the broker that send messages, of one or more topics',
      labelNames: ['messaging_system', 'messaging_operation_name', 'error_type'],
      buckets: BUCKETS,
      registers,
    });
    this.processing = new Histogram({
      name: 'messaging_process_duration_seconds',
      help: 'Runs of a handler, each with a batch; those that failed for an outage are repeated',
      labelNames: [...LABELS, 'error_type'],
      buckets: BUCKETS,
      registers,
    });
  }

  /** @param topics of each message, without prefix */
  async duringSend(topics: readonly string[], send: () => Promise<unknown>): Promise<void> {
    const end = this.sending.startTimer({ messaging_system: 'kafka', messaging_operation_name: 'send' });
    await reporting(end, send);
    for (const topic of topics) this.sent.inc(labels('send', topic));
  }

  async duringHandling(topic: TopicName, messages: number, handle: () => Promise<unknown>): Promise<void> {
    await reporting(this.processing.startTimer(labels('process', topic)), handle);
    this.consumed.inc(labels('process', topic), messages);
  }
}

function labels(operation: Operation, topic: string) {
  return { messaging_system: 'kafka', messaging_operation_name: operation, messaging_destination_name: topic };
}

/** Of an error its class: what it says may be about a customer. */
async function reporting(
  end: (failure?: { readonly error_type: string }) => number,
  work: () => Promise<unknown>,
): Promise<void> {
  try {
    await work();
    end();
  } catch (error) {
    end({ error_type: error instanceof Error ? error.name : '_OTHER' });
    throw error;
  }
}

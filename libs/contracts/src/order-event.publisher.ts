/** Implements F2, N9. For upstream: publishes events that the dispatcher will take. */
import { publishRequests } from './publish-requests.js';
import {
  type EventFault,
  type UpstreamEvent,
  type UpstreamMessage,
  encodeUpstreamEvent,
  upstreamEventFaults,
} from './upstream-event.js';

/** What is used of kafkajs's `Kafka`. Not its own type: whoever only wants the schemas need not install it. */
export interface KafkaClient {
  producer(options: {
    idempotent: boolean;
    maxInFlightRequests: number;
    allowAutoTopicCreation: boolean;
    retry: { retries: number };
  }): KafkaProducer;
}

export interface KafkaProducer {
  connect(): Promise<void>;
  sendBatch(batch: {
    acks: number;
    topicMessages: { topic: string; messages: { key: string; headers: Record<string, string>; value: string }[] }[];
  }): Promise<unknown>;
  disconnect(): Promise<void>;
}

export interface OrderEventPublisherOptions {
  /** Stands before the names of topics: the service's `TOPIC_PREFIX`. Default: none. */
  readonly topicPrefix?: string | undefined;
}

/** `index`: which of the events that were to be published. */
export interface IndexedEventFault extends EventFault {
  readonly index: number;
}

const MOST_FAULTS_SAID = 10;

/** Some events would not be taken; none was published. `faults` has all of them, the message the first ten. */
export class InvalidEventsError extends Error {
  override readonly name = 'InvalidEventsError';
  readonly code = 'invalid_events';

  constructor(readonly faults: readonly IndexedEventFault[]) {
    const said = faults.slice(0, MOST_FAULTS_SAID).map(faultText);
    const left = faults.length - said.length;
    super(`Nothing was published: ${[...said, ...(left === 0 ? [] : [`and ${left} more`])].join('; ')}`);
  }
}

function faultText({ index, field, message }: IndexedEventFault): string {
  return `events[${index}]${field === '' ? '' : `.${field}`} ${message}`;
}

/** With kafkajs's own waits between them, about ten seconds. */
const RETRIES = 5;

/**
 * Order events, and what is said about customers, each to its topic under its key, in binary mode. Idempotent and acknowledged by all
 * in-sync replicas: what `publish` repeats by itself is stored once.
 */
export class OrderEventPublisher {
  private readonly prefix: string;
  private producer: Promise<KafkaProducer> | undefined;
  private previous: Promise<unknown> = Promise.resolve();
  private isClosed = false;

  /** @param kafka a kafkajs client with upstream's own brokers, TLS and SASL */
  constructor(
    private readonly kafka: KafkaClient,
    { topicPrefix = '' }: OrderEventPublisherOptions = {},
  ) {
    this.prefix = topicPrefix;
  }

  /**
   * In order. One call at a time is sent; others wait for it.
   * @returns once Kafka has them all
   * @throws InvalidEventsError when any of them would not be taken; nothing is published then
   * @throws kafkajs's error when Kafka cannot take them; some may be stored all the same. Publishing them again, with the same ids, is safe
   */
  async publish(events: readonly UpstreamEvent[]): Promise<void> {
    if (this.isClosed) throw new Error('The publisher is closed.');
    const faults = events.flatMap((event, index) => upstreamEventFaults(event).map((fault) => ({ index, ...fault })));
    if (faults.length > 0) throw new InvalidEventsError(faults);
    const messages = events.map(encodeUpstreamEvent);
    const sending = this.previous.then(() => this.send(messages));
    this.previous = sending.catch(() => undefined);
    await sending;
  }

  /** Waits for what was to be published before, then leaves Kafka. */
  async close(): Promise<void> {
    this.isClosed = true;
    await this.previous;
    await this.leave();
  }

  private async send(messages: readonly UpstreamMessage[]): Promise<void> {
    try {
      for (const part of publishRequests(messages)) {
        const producer = await (this.producer ??= this.connect());
        await producer.sendBatch({ acks: -1, topicMessages: this.byTopic(part) });
      }
    } catch (error) {
      // After a failure kafkajs gives the same sequence numbers to other messages. If the failed ones were stored after all, Kafka takes
      // those for repetitions and drops them: the next call needs a producer with an id of its own.
      await this.leave();
      throw error;
    }
  }

  private async connect(): Promise<KafkaProducer> {
    const producer = this.kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      retry: { retries: RETRIES },
    });
    await producer.connect();
    return producer;
  }

  private async leave(): Promise<void> {
    const producer = this.producer;
    this.producer = undefined;
    // A producer that never connected has nothing to leave, and who asked for it was told why.
    await producer?.then(
      (connected) => connected.disconnect(),
      () => undefined,
    );
  }

  private byTopic(messages: readonly UpstreamMessage[]) {
    const topics = [...new Set(messages.map(({ topic }) => topic))];
    return topics.map((topic) => ({
      topic: this.prefix + topic,
      messages: messages
        .filter((message) => message.topic === topic)
        .map(({ key, headers, value }) => ({ key, headers: { ...headers }, value })),
    }));
  }
}

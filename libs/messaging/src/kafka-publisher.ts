/** Implements N9. Sends messages and only returns once the broker has them. */
import { type PublishableMessage, publishRequests } from '#contracts';
import { Inject, Injectable, type OnApplicationShutdown, Optional } from '@nestjs/common';
import type { Kafka, Producer, TopicMessages } from 'kafkajs';
import { asBrokerCall } from './kafka.errors.js';
import { MessagingMetrics } from './messaging.metrics.js';

/** Injection token of the app's kafkajs client. */
export const KAFKA = Symbol('kafka');
/** Injection token of `TOPIC_PREFIX`. */
export const TOPIC_PREFIX = Symbol('topic prefix');

@Injectable()
export class KafkaPublisher implements OnApplicationShutdown {
  private readonly producer: Producer;
  private connection: Promise<void> | undefined;

  constructor(
    @Inject(KAFKA) kafka: Kafka,
    @Inject(TOPIC_PREFIX) private readonly prefix: string,
    @Optional() private readonly metrics?: MessagingMetrics,
  ) {
    this.producer = kafka.producer({ allowAutoTopicCreation: false, retry: { retries: 3, maxRetryTime: 1_000 } });
  }

  /**
   * In order, each acknowledged by all in-sync replicas. Topics are named without prefix.
   * @throws BrokerUnavailableError; then some of the messages may have been stored all the same
   */
  async publish(messages: readonly PublishableMessage[]): Promise<void> {
    if (messages.length === 0) return;
    await asBrokerCall(async () => {
      await this.connect();
      for (const part of publishRequests(messages)) {
        await this.send(part);
      }
    });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.producer.disconnect();
  }

  private async send(messages: readonly PublishableMessage[]): Promise<void> {
    const send = () => this.producer.sendBatch({ topicMessages: this.grouped(messages), acks: -1 });
    const topics = messages.map(({ topic }) => topic);
    await (this.metrics === undefined ? send() : this.metrics.duringSend(topics, send));
  }

  private connect(): Promise<void> {
    this.connection ??= this.producer.connect().catch((error: unknown) => {
      this.connection = undefined;
      throw error;
    });
    return this.connection;
  }

  private grouped(messages: readonly PublishableMessage[]): TopicMessages[] {
    const byTopic = new Map<string, TopicMessages>();
    for (const { topic, key, headers, value } of messages) {
      const name = this.prefix + topic;
      const entry = byTopic.get(name) ?? { topic: name, messages: [] };
      byTopic.set(name, entry);
      entry.messages.push({ key, value, ...(headers === undefined ? {} : { headers: { ...headers } }) });
    }
    return [...byTopic.values()];
  }
}

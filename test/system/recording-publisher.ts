import type { OutboxMessage } from '#database';
import { BrokerUnavailableError, KafkaPublisher, createKafka, kafkaSettings } from '#messaging';
import { createLogger } from '#runtime';

/** Takes messages in place of Kafka and remembers them; can be made unreachable. */
export class RecordingPublisher extends KafkaPublisher {
  readonly published: OutboxMessage[] = [];
  reachable = true;

  constructor() {
    const settings = kafkaSettings.parse({ KAFKA_BROKERS: '127.0.0.1:1' });
    super(createKafka(settings, 'nobody', createLogger('nobody', 'silent')), '');
  }

  override publish(messages: readonly OutboxMessage[]): Promise<void> {
    if (!this.reachable) return Promise.reject(new BrokerUnavailableError(new Error('unreachable on purpose')));
    this.published.push(...messages);
    return Promise.resolve();
  }

  /** Values of a topic's messages, parsed. */
  valuesOn(topic: string): unknown[] {
    return this.published
      .filter((message) => message.topic === topic)
      .map(({ value }) => JSON.parse(value ?? 'null') as unknown);
  }
}

import { type CustomerEvent, OrderEventPublisher, TOPICS } from '#contracts';
import { CONSUMER_GROUPS, createKafka, kafkaSettings } from '#messaging';
import { createLogger } from '#runtime';
import type { Admin, Kafka, Producer } from 'kafkajs';
import type { TopicPlace } from './demo.repository.js';
import type { OrderMessage } from './script.js';

/** The shop's side of Kafka: publishes what order and customer services would. */
export class Upstream {
  private readonly publisher: OrderEventPublisher;
  /** For order events: among the demo's are some that a publisher would not let through. */
  private readonly producer: Producer;
  private readonly admin: Admin;
  /** The last order event on each partition. */
  private readonly last = new Map<number, bigint>();

  private constructor(
    readonly kafka: Kafka,
    private readonly prefix: string,
  ) {
    this.publisher = new OrderEventPublisher(kafka, { topicPrefix: prefix });
    this.producer = kafka.producer({ allowAutoTopicCreation: false });
    this.admin = kafka.admin();
  }

  /** @param env the settings of the apps */
  static async connect(env: Readonly<Record<string, string | undefined>>): Promise<Upstream> {
    const settings = kafkaSettings.parse(env);
    const upstream = new Upstream(createKafka(settings, 'demo', createLogger('demo', 'silent')), settings.prefix);
    await Promise.all([upstream.producer.connect(), upstream.admin.connect()]);
    return upstream;
  }

  /** A topic's name where the apps look for it. */
  topic(name: string): string {
    return this.prefix + name;
  }

  /** @returns where the message stands, its topic without prefix, as the tables have it */
  async publishOrderEvent(message: OrderMessage): Promise<TopicPlace> {
    const { name: topic } = TOPICS.orderEvents;
    const [place] = await this.producer.send({ topic: this.topic(topic), messages: [message] });
    const { partition, baseOffset: offset } = place ?? {};
    if (partition === undefined || offset === undefined) throw new Error('Kafka did not say where a message stands.');
    this.last.set(partition, BigInt(offset));
    return { topic, partition, offset };
  }

  async publishCustomerEvents(events: readonly CustomerEvent[]): Promise<void> {
    await this.publisher.publish(events.map((event) => ({ ...event, source: '/demo/customers' })));
  }

  /** Whether the dispatcher is done with every order event published here. */
  async isConsumed(): Promise<boolean> {
    const topic = this.topic(TOPICS.orderEvents.name);
    const [group] = await this.admin.fetchOffsets({ groupId: this.topic(CONSUMER_GROUPS.dispatcher), topics: [topic] });
    const committed = new Map(group?.partitions.map(({ partition, offset }) => [partition, BigInt(offset)]));
    return [...this.last].every(([partition, offset]) => (committed.get(partition) ?? -1n) > offset);
  }

  /** Where each partition of a topic ends now. */
  async endOf(topic: string): Promise<{ partition: number; offset: string }[]> {
    const offsets = await this.admin.fetchTopicOffsets(topic);
    return offsets.map(({ partition, high }) => ({ partition, offset: high }));
  }

  /** A consumer group that is not needed any more. */
  async forgetGroup(groupId: string): Promise<void> {
    await this.admin.deleteGroups([groupId]);
  }

  async close(): Promise<void> {
    await Promise.all([this.publisher.close(), this.producer.disconnect(), this.admin.disconnect()]);
  }
}

import { type CustomerEvent, encodeCustomerEvent, TOPICS } from '#contracts';
import { CONSUMER_GROUPS, createKafka, kafkaSettings } from '#messaging';
import { createLogger } from '#runtime';
import type { Admin, Kafka, Producer } from 'kafkajs';
import type { TopicPlace } from './demo.repository.js';
import type { OrderMessage } from './script.js';

/** The shop's side of Kafka: publishes what order and customer services would. */
export class Upstream {
  private readonly producer: Producer;
  private readonly admin: Admin;
  /** The last order event on each partition. */
  private readonly last = new Map<number, bigint>();

  private constructor(
    readonly kafka: Kafka,
    private readonly prefix: string,
  ) {
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

  /** @returns where the message stands */
  async publishOrderEvent(message: OrderMessage): Promise<TopicPlace> {
    const topic = this.topic(TOPICS.orderEvents.name);
    const [place] = await this.producer.send({ topic, messages: [message] });
    const { partition, baseOffset: offset } = place ?? {};
    if (partition === undefined || offset === undefined) throw new Error('Kafka did not say where a message stands.');
    this.last.set(partition, BigInt(offset));
    return { topic, partition, offset };
  }

  async publishCustomerEvents(events: readonly CustomerEvent[]): Promise<void> {
    const messages = events.map((event) => encodeCustomerEvent({ ...event, source: '/demo/customers' }));
    await this.producer.send({ topic: this.topic(TOPICS.customerEvents.name), messages });
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
    await Promise.all([this.producer.disconnect(), this.admin.disconnect()]);
  }
}

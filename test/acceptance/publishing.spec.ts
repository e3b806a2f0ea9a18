import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  NOTIFICATION_TYPES,
  ORDER_DATA_EXAMPLES,
  ORDER_EVENT_TYPES,
  OrderEventPublisher,
  TOPICS,
  type UpstreamOrderEvent,
} from '#contracts';
import kafkajs from 'kafkajs';
import { eventually } from '../system/eventually.js';
import { TestSystem } from '../system/test-system.js';

describe('the publisher of order events', () => {
  let system: TestSystem;
  let publisher: OrderEventPublisher;

  beforeAll(async () => {
    system = await TestSystem.start();
    // As upstream would make it: kafkajs as it is.
    const brokers = (process.env['KAFKA_BROKERS'] ?? '').split(',');
    const kafka = new kafkajs.Kafka({ brokers, logLevel: kafkajs.logLevel.NOTHING });
    publisher = new OrderEventPublisher(kafka, { topicPrefix: system.prefix });
  }, 90_000);

  afterAll(async () => {
    await publisher.close();
    await system.stop();
  }, 30_000);

  it('AC-10 an event of every type is taken, and announced once though published twice, to a customer whom it made known', async () => {
    const userId = `customer-${randomUUID()}`;
    const recipient = { email: `${userId}@example.com`, language: 'fr', timeZone: 'Europe/Paris' };
    const customer = {
      id: randomUUID(),
      source: '/shop/customers',
      type: 'customer.upserted',
      time: system.clock.now(),
    } as const;
    await publisher.publish([{ ...customer, data: { userId, ...recipient } }]);
    await eventually(async () => expect(await directoryEntry(userId)).toBe(200));

    const events = NOTIFICATION_TYPES.map((type) => {
      const data = { ...ORDER_DATA_EXAMPLES[type], orderId: `order-${randomUUID()}`, userId, recipient: undefined };
      const attributes = { id: randomUUID(), source: '/shop/orders', time: system.clock.now() };
      return { ...attributes, type: ORDER_EVENT_TYPES[type], data } as UpstreamOrderEvent;
    });
    await publisher.publish(events);
    await publisher.publish(events);

    for (const [i, { data }] of events.entries()) {
      const documents = await system.untilStatuses(data.orderId, { email: 'sent', in_app: 'sent' });
      expect(documents.map(({ type }) => type)).toEqual(Array.from({ length: 3 }, () => NOTIFICATION_TYPES[i]));
    }
    const { items } = await system.sandbox.messages({ to: recipient.email });
    expect(items).toHaveLength(events.length);
    expect(await system.wholeTopic(TOPICS.rejectedOrderEvents.name)).toEqual([]);
  }, 90_000);

  async function directoryEntry(userId: string): Promise<number> {
    const token = await system.token('order-service', 'notifications:service');
    return (await system.call('GET', `/notifications/recipients/${userId}`, { token })).status;
  }
});

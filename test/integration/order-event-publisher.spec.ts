/** What upstream publishes with our publisher, on a real broker. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  CUSTOMER_DATA_EXAMPLES,
  InvalidEventsError,
  MAX_EVENT_BYTES,
  NOTIFICATION_TYPES,
  ORDER_DATA_EXAMPLES,
  ORDER_EVENT_TYPES,
  OrderEventPublisher,
  TOPICS,
  type UpstreamEvent,
  type UpstreamOrderEvent,
  decodeCustomerEvent,
  decodeOrderEvent,
} from '#contracts';
import { createTopics, kafkaSettings } from '#messaging';
import kafkajs, { type Kafka } from 'kafkajs';
import { AnswerLosingNetwork } from '../system/answer-losing-network.js';
import { wholeTopic } from '../system/whole-topic.js';

const TRACEPARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
/** One that kafkajs makes by itself, and as many as the publisher allows it to make again. */
const MOST_ATTEMPTS = 6;
const NUMBERS = Array.from({ length: 40 }, (_, i) => i);

type ShippedOrder = Extract<UpstreamOrderEvent, { type: 'order.shipped' }>;

const anEvent = (overrides: Partial<ShippedOrder> = {}): ShippedOrder => ({
  id: randomUUID(),
  source: '/shop/orders',
  type: 'order.shipped',
  time: '2026-11-25T14:05:00.000Z',
  data: { ...ORDER_DATA_EXAMPLES.order_shipped, orderId: `order-${randomUUID()}` },
  ...overrides,
});

describe('the publisher of order events', () => {
  const network = new AnswerLosingNetwork();
  let prefix: string;
  let kafka: Kafka;
  let publisher: OrderEventPublisher;

  beforeAll(() => {
    const brokers = (process.env['KAFKA_BROKERS'] ?? '').split(',');
    const { logLevel } = kafkajs;
    kafka = new kafkajs.Kafka({ brokers, logLevel: logLevel.NOTHING, socketFactory: network.socketFactory });
  });
  beforeEach(async () => {
    prefix = `test-${randomUUID().slice(0, 8)}.`;
    const topics = { KAFKA_BROKERS: process.env['KAFKA_BROKERS'], TOPIC_PREFIX: prefix, TOPIC_PARTITIONS: '2' };
    await createTopics(kafka, kafkaSettings.parse(topics));
    publisher = new OrderEventPublisher(kafka, { topicPrefix: prefix });
    network.toLose = 0;
    network.lost = 0;
  });
  afterEach(() => publisher.close());

  const onTopic = (name: string) => wholeTopic(kafka, prefix + name);
  const idsOf = async (name: string = TOPICS.orderEvents.name) =>
    (await onTopic(name)).map(({ headers }) => headers?.['ce_id']?.toString());

  it('writes every type as the contract says: CloudEvents in binary mode, keyed by order', async () => {
    const events = NOTIFICATION_TYPES.map(
      (type): UpstreamEvent =>
        ({ ...anEvent(), type: ORDER_EVENT_TYPES[type], data: ORDER_DATA_EXAMPLES[type] }) as UpstreamOrderEvent,
    );
    await publisher.publish(events);

    const messages = await onTopic(TOPICS.orderEvents.name);
    expect(messages.map((message) => decodeOrderEvent(message))).toEqual(
      events.map(({ id, source, time, data }, i) => ({
        id,
        source,
        time: new Date(time),
        type: NOTIFICATION_TYPES[i],
        data,
      })),
    );
    const [first] = messages;
    const header = (name: string) => first?.headers?.[name]?.toString();
    expect(first?.key?.toString()).toBe(ORDER_DATA_EXAMPLES.order_confirmed.orderId);
    expect(Object.fromEntries(Object.keys(first?.headers ?? {}).map((name) => [name, header(name)]))).toEqual({
      ce_specversion: '1.0',
      ce_id: events[0]?.id,
      ce_source: '/shop/orders',
      ce_type: 'order.confirmed',
      ce_time: '2026-11-25T14:05:00.000Z',
      ce_subject: ORDER_DATA_EXAMPLES.order_confirmed.orderId,
      'content-type': 'application/json',
    });
  });

  it('writes what is said about customers to their topic, keyed by customer', async () => {
    const data = CUSTOMER_DATA_EXAMPLES['customer.upserted'];
    const time = new Date('2026-11-25T14:05:00Z');
    await publisher.publish([
      anEvent(),
      { id: 'c-1', source: '/shop/customers', type: 'customer.upserted', time, data },
    ]);

    expect(await onTopic(TOPICS.orderEvents.name)).toHaveLength(1);
    const [message, ...others] = await onTopic(TOPICS.customerEvents.name);
    expect(others).toEqual([]);
    expect(message?.key?.toString()).toBe(data.userId);
    expect(message && decodeCustomerEvent(message)).toEqual({ id: 'c-1', type: 'customer.upserted', time, data });
  });

  it('passes the trace on, and fields that we do not know', async () => {
    const data = { ...ORDER_DATA_EXAMPLES.order_shipped, giftWrap: { colour: 'red' } };
    await publisher.publish([anEvent({ traceparent: TRACEPARENT, data }), anEvent()]);

    const messages = await onTopic(TOPICS.orderEvents.name);
    expect(messages.map(({ headers }) => headers?.['traceparent']?.toString()).sort()).toEqual([
      TRACEPARENT,
      undefined,
    ]);
    expect(messages.some(({ value }) => value?.includes('giftWrap'))).toBe(true);
  });

  it('publishes nothing when one event would not be taken, and names the fields of all', async () => {
    const shipment = { carrier: 'UPS' } as never;
    const broken = anEvent({ source: 'not an address', data: { ...anEvent().data, shipment } });
    const refused = publisher.publish([anEvent(), broken, { ...anEvent(), id: '' }]);

    await expect(refused).rejects.toThrow(
      new InvalidEventsError([
        { index: 1, field: 'source', message: 'must be a URI reference such as "/shop/orders"' },
        { index: 1, field: 'data.shipment.trackingNumber', message: 'is required' },
        { index: 2, field: 'id', message: 'must not be empty' },
      ]),
    );
    expect(await idsOf()).toEqual([]);
  });

  it('publishes more than fits into a request, in the order of each key', async () => {
    const events = NUMBERS.map((number) => {
      const name = 'x'.repeat(300);
      const items = Array.from({ length: 150 }, () => ({ name, quantity: 1, unitPrice: '1.00' }));
      return anEvent({ data: { ...ORDER_DATA_EXAMPLES.order_shipped, orderNumber: `A-${number}`, items } });
    });
    const size = events.reduce((sum, { data }) => sum + JSON.stringify(data).length, 0);
    expect(size).toBeGreaterThan(1_500_000);
    expect(JSON.stringify(events[0]?.data).length).toBeLessThan(MAX_EVENT_BYTES);
    await publisher.publish(events);
    expect(await idsOf()).toEqual(events.map(({ id }) => id));
  });

  it('keeps the order of calls that nobody waits for', async () => {
    const { data } = anEvent();
    const events = NUMBERS.map(() => anEvent({ data }));
    await Promise.all(events.map((event) => publisher.publish([event])));
    expect(await idsOf()).toEqual(events.map(({ id }) => id));
  });

  it('AC-15 stores once what it repeats because the answer was lost', async () => {
    const events = [anEvent(), anEvent()];
    // What is first published to a new topic may be refused for a while, and then there is nothing to store twice.
    await publisher.publish(events.slice(0, 1));
    network.toLose = 1;
    await publisher.publish(events.slice(1));
    expect(network.lost).toBe(1);
    expect((await idsOf()).sort()).toEqual(events.map(({ id }) => id).sort());
  });

  it('AC-15 loses nothing that is published after a failure whose messages were stored', async () => {
    const { data } = anEvent();
    const [first, second] = [anEvent({ data }), anEvent({ data })];
    network.toLose = MOST_ATTEMPTS;
    await expect(publisher.publish([first])).rejects.toThrow();
    expect(network.lost).toBe(MOST_ATTEMPTS);

    await publisher.publish([second]);
    await publisher.publish([first]);
    expect(await idsOf()).toEqual([first.id, second.id, first.id]);
  }, 60_000);

  it('ends with what was published before, and publishes no more', async () => {
    const events = [anEvent(), anEvent()];
    const publishing = events.map((event) => publisher.publish([event]));
    await publisher.close();
    await Promise.all(publishing);
    await expect(publisher.publish([anEvent()])).rejects.toThrow('The publisher is closed.');
    expect((await idsOf()).sort()).toEqual(events.map(({ id }) => id).sort());
  });
});

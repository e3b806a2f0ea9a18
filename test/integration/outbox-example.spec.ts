/** The example of a transactional outbox, on a real database and a real broker. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  InvalidEventsError,
  ORDER_DATA_EXAMPLES,
  OrderEventPublisher,
  TOPICS,
  type UpstreamOrderEvent,
  decodeOrderEvent,
} from '#contracts';
import { createTopics, kafkaSettings } from '#messaging';
import kafkajs, { type Kafka } from 'kafkajs';
import pg from 'pg';
import { relay, relayOnce, writeToOutbox } from '../../libs/contracts/examples/outbox/outbox.js';
import { createEmptyDatabase } from '../database.js';
import { eventually } from '../system/eventually.js';
import { Pipeline } from '../system/pipeline.js';
import { wholeTopic } from '../system/whole-topic.js';

const TABLE = readFileSync(join(import.meta.dirname, '../../libs/contracts/examples/outbox/outbox.sql'), 'utf8');

const anEvent = (): UpstreamOrderEvent => ({
  id: randomUUID(),
  source: '/shop/orders',
  type: 'order.confirmed',
  time: new Date().toISOString(),
  data: {
    ...ORDER_DATA_EXAMPLES.order_confirmed,
    orderId: `order-${randomUUID()}`,
    userId: `customer-${randomUUID()}`,
  },
});

describe('the outbox of the examples', () => {
  let shop: { url: string; drop(): Promise<void> };
  let pool: pg.Pool;
  let kafka: Kafka;
  let prefix: string;
  let publisher: OrderEventPublisher;

  beforeAll(async () => {
    shop = await createEmptyDatabase();
    pool = new pg.Pool({ connectionString: shop.url });
    await pool.query(TABLE);
    await pool.query('CREATE TABLE shop_order (id text PRIMARY KEY)');
    const brokers = (process.env['KAFKA_BROKERS'] ?? '').split(',');
    kafka = new kafkajs.Kafka({ brokers, logLevel: kafkajs.logLevel.NOTHING });
  }, 60_000);
  afterAll(async () => {
    await pool.end();
    await shop.drop();
  });
  beforeEach(async () => {
    await pool.query('TRUNCATE order_event_outbox, shop_order');
    prefix = `test-${randomUUID().slice(0, 8)}.`;
    const topics = { KAFKA_BROKERS: process.env['KAFKA_BROKERS'], TOPIC_PREFIX: prefix, TOPIC_PARTITIONS: '1' };
    await createTopics(kafka, kafkaSettings.parse(topics));
    publisher = new OrderEventPublisher(kafka, { topicPrefix: prefix });
  });
  afterEach(() => publisher.close());

  const onTopic = () => wholeTopic(kafka, prefix + TOPICS.orderEvents.name);
  const idsOnTopic = async () => (await onTopic()).map(({ headers }) => headers?.['ce_id']?.toString());
  const waiting = async () => (await pool.query('SELECT FROM order_event_outbox')).rowCount;

  /** As a shop would: the order and its event together. */
  async function confirm(event: UpstreamOrderEvent, end: 'COMMIT' | 'ROLLBACK' = 'COMMIT'): Promise<void> {
    const client = await pool.connect();
    try {
      await client.query('BEGIN');
      await client.query('INSERT INTO shop_order (id) VALUES ($1)', [event.data.orderId]);
      await writeToOutbox(client, event);
      await client.query(end);
    } finally {
      client.release(true);
    }
  }

  it('publishes what was committed, in order, and nothing else', async () => {
    const events = [anEvent(), anEvent(), anEvent()];
    for (const event of events) await confirm(event);
    await confirm(anEvent(), 'ROLLBACK');

    expect(await relayOnce(pool, publisher)).toBe(events.length);
    expect(await idsOnTopic()).toEqual(events.map(({ id }) => id));
    expect(await waiting()).toBe(0);
    expect(await relayOnce(pool, publisher)).toBe(0);
  });

  it('refuses an event that would not be taken, and with it the order', async () => {
    const event = anEvent();
    const broken = { ...event, data: { ...event.data, total: '12,50' } } as UpstreamOrderEvent;
    await expect(confirm(broken)).rejects.toThrow(InvalidEventsError);
    expect((await pool.query('SELECT FROM shop_order')).rowCount).toBe(0);
    expect(await waiting()).toBe(0);
  });

  it('has each event published by one of several relays', async () => {
    const events = Array.from({ length: 250 }, anEvent);
    for (const event of events) await writeToOutbox(pool as never, event);
    const publishers = [1, 2, 3, 4].map(() => new OrderEventPublisher(kafka, { topicPrefix: prefix }));
    const stop = new AbortController();
    const relays = publishers.map((each) => relay(pool, each, stop.signal));
    try {
      await eventually(async () => expect(await waiting()).toBe(0));
    } finally {
      stop.abort();
      await Promise.all(relays);
      await Promise.all(publishers.map((each) => each.close()));
    }
    expect((await idsOnTopic()).sort()).toEqual(events.map(({ id }) => id).sort());
  });

  it('AC-10 publishes again what it could not delete, and the customer is told once', async () => {
    const event = anEvent();
    await confirm(event);
    await pool.query(`CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN OLD; END $$`);
    await pool.query('CREATE TRIGGER die BEFORE DELETE ON order_event_outbox FOR EACH ROW EXECUTE FUNCTION die()');
    await expect(relayOnce(pool, publisher)).rejects.toThrow();
    await pool.query('DROP TRIGGER die ON order_event_outbox');
    expect(await waiting()).toBe(1);
    expect(await relayOnce(pool, publisher)).toBe(1);
    expect(await idsOnTopic()).toEqual([event.id, event.id]);

    const pipeline = await Pipeline.start();
    try {
      const decoded = (await onTopic()).map((message) => decodeOrderEvent(message));
      for (const each of decoded) await pipeline.dispatcher().dispatch(each === undefined ? [] : [each]);
      expect((await pipeline.rows(event.data.orderId)).map(({ channel }) => channel).sort()).toEqual([
        'email',
        'in_app',
        'sms',
      ]);
    } finally {
      await pipeline.stop();
    }
  });
});

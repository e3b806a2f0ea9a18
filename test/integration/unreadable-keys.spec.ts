/** A customer's key that does not unwrap because its row is damaged is nobody else's trouble. A keyring that lacks a key is everybody's. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { REJECTION_HEADERS, TOPICS, encodeCustomerEvent } from '#contracts';
import { UnreadableKeyError } from '#database';
import { rotateKeys } from '#dispatch';
import { keyringSchema } from '#privacy';
import { createLogger } from '#runtime';
import { randomUUID } from 'node:crypto';
import { Registry } from 'prom-client';
import { InboxMetrics } from '../../libs/delivery/src/inbox/inbox.metrics.js';
import { InboxReader } from '../../libs/delivery/src/inbox/inbox.reader.js';
import { developmentSettings } from '../../infra/development-settings.js';
import { anOrderEvent } from '../builders/order-events.js';
import { Pipeline, aBatch } from '../system/pipeline.js';
import { ScriptedSender } from '../system/scripted-sender.js';
import { HOUR, MINUTE, SECOND } from '../system/test-clock.js';

describe('a key that does not unwrap', () => {
  let pipeline: Pipeline;
  const damaged: string[] = [];
  beforeAll(async () => {
    pipeline = await Pipeline.start();
  }, 30_000);
  afterAll(() => pipeline.stop());
  afterEach(async () => {
    for (const userId of damaged.splice(0)) await mend(userId);
    await pipeline.database.query(`DELETE FROM delivery_queue`);
  });

  const anOrder = (userId = `customer-${randomUUID()}`) =>
    anOrderEvent('order_confirmed', { time: pipeline.clock.now(), data: { userId } });

  /** The last byte belongs to the tag. */
  const flip = (userId: string) =>
    pipeline.database.query(
      `UPDATE vault.recipient_key
          SET wrapped_key = set_byte(wrapped_key, length(wrapped_key) - 1, 255 - get_byte(wrapped_key, length(wrapped_key) - 1))
        WHERE user_id = $1`,
      [userId],
    );
  const mend = flip;
  async function damage(userId: string): Promise<void> {
    await flip(userId);
    damaged.push(userId);
  }

  async function aKnownCustomer(): Promise<string> {
    const event = anOrder();
    await pipeline.dispatcher().dispatch([event]);
    return event.data.userId;
  }

  const lettersFrom = (partition: number) =>
    pipeline.publisher.published.filter(
      ({ topic, headers }) =>
        topic === TOPICS.rejectedOrderEvents.name && headers?.[REJECTION_HEADERS.partition] === String(partition),
    );

  it('AC-16 dead-letters the events of its customer and lets the others of the batch go on', async () => {
    const userId = await aKnownCustomer();
    await damage(userId);
    const [before, theirs, after] = [anOrder(), anOrder(userId), anOrder()];
    await pipeline.orderEvents().onOrderEvents(aBatch([before, theirs, after], 40));

    expect(await pipeline.rows(before.data.orderId)).toHaveLength(3);
    expect(await pipeline.rows(after.data.orderId)).toHaveLength(3);
    expect(await pipeline.rows(theirs.data.orderId)).toEqual([]);
    expect(lettersFrom(40)).toMatchObject([
      { headers: { [REJECTION_HEADERS.code]: 'key_unreadable', [REJECTION_HEADERS.offset]: '1' } },
    ]);

    await mend(damaged.pop() ?? '');
    await pipeline.orderEvents().onOrderEvents(aBatch([theirs], 40));
    expect(await pipeline.rows(theirs.data.orderId)).toHaveLength(3);
  });

  it('N9 sets nothing aside where it is the keyring that lacks a key: the batch is refused as a whole', async () => {
    const [userId, other] = [await aKnownCustomer(), await aKnownCustomer()];
    await damage(other);
    const [row] = await pipeline.database.query<{ key: Buffer }>(
      `SELECT wrapped_key AS key FROM vault.recipient_key WHERE user_id = $1`,
      [userId],
    );
    await nameKey(userId, 'gone');
    const events = [anOrder(other), anOrder(userId), anOrder()];
    await expect(pipeline.orderEvents().onOrderEvents(aBatch(events, 43))).rejects.toThrow(UnreadableKeyError);
    expect(lettersFrom(43)).toEqual([]);
    for (const { data } of events) expect(await pipeline.rows(data.orderId)).toEqual([]);
    await pipeline.database.query(`UPDATE vault.recipient_key SET wrapped_key = $2 WHERE user_id = $1`, [
      userId,
      row?.key,
    ]);
  });

  /** As if it had been wrapped with a key of this name; version, length of the name, name, and the rest. */
  const nameKey = (userId: string, name: string) =>
    pipeline.database.query(
      `UPDATE vault.recipient_key
          SET wrapped_key = substr(wrapped_key, 1, 1) || set_byte('\\x00', 0, length($2::text)) || convert_to($2, 'UTF8')
                         || substr(wrapped_key, 3 + get_byte(wrapped_key, 1))
        WHERE user_id = $1`,
      [userId, name],
    );

  it('AC-14 is not needed for an event of a customer who was erased', async () => {
    const userId = await aKnownCustomer();
    await damage(userId);
    await pipeline.deleteCustomer(userId);
    const event = anOrder(userId);
    await pipeline.orderEvents().onOrderEvents(aBatch([event], 41));
    const rows = await pipeline.rows(event.data.orderId);
    expect(rows.map(({ status, reason }) => `${status}/${reason}`)).toEqual(Array(3).fill('suppressed/erased'));
    expect(lettersFrom(41)).toEqual([]);
  });

  it('AC-14 puts an erasure off until it can be read, and holds up no other', async () => {
    const [locked, other] = [await aKnownCustomer(), await aKnownCustomer()];
    await damage(locked);
    await pipeline.directory().apply([locked, other].map(aDeletion));
    const keysOf = () => pipeline.keys().find([locked, other]);
    expect([(await keysOf()).has(locked), (await keysOf()).has(other)]).toEqual([true, false]);
    await mend(damaged.pop() ?? '');
    await pipeline.directory().apply([aDeletion(locked)]);
    expect((await keysOf()).has(locked)).toBe(false);
  });

  const aDeletion = (userId: string) => ({
    type: 'customer.deleted' as const,
    id: randomUUID(),
    time: pipeline.clock.now(),
    data: { userId },
  });

  it('AC-16 dead-letters what is said of its customer and applies what is said of others, and every deletion', async () => {
    const [locked, other] = [await aKnownCustomer(), `customer-${randomUUID()}`];
    await damage(locked);
    const said = (userId: string) => ({
      type: 'customer.upserted' as const,
      id: randomUUID(),
      time: pipeline.clock.now(),
      data: { userId, language: 'fr' },
    });
    const events = [said(locked), said(other), aDeletion(locked)];
    const messages = events.map((event) => encodeCustomerEvent({ ...event, source: '/customers' }));
    await pipeline.customerEvents().onCustomerEvents({
      topic: TOPICS.customerEvents.name,
      messages: messages.map(({ key, value, headers }, offset) => ({
        key: Buffer.from(key),
        value: Buffer.from(value),
        headers,
        timestamp: '0',
        attributes: 0,
        offset: String(offset),
        partition: 42,
      })),
    });
    expect(lettersFrom(42)).toMatchObject([
      { headers: { [REJECTION_HEADERS.code]: 'key_unreadable', [REJECTION_HEADERS.offset]: '0' } },
    ]);
    const known = await pipeline.database.query(
      `SELECT user_id, language, deleted_at IS NOT NULL AS deleted FROM recipient WHERE user_id = ANY($1) ORDER BY deleted`,
      [[locked, other]],
    );
    expect(known).toEqual([
      { user_id: other, language: 'fr', deleted: false },
      { user_id: locked, language: null, deleted: true },
    ]);
  });

  it('F4 lets a queue row wait, uses nothing up, and the others of the claim are sent', async () => {
    const [theirs, other] = [anOrder(), anOrder()];
    await pipeline.dispatcher().dispatch([theirs, other]);
    await damage(theirs.data.userId);
    pipeline.clock.advance(6 * SECOND);
    const sender = new ScriptedSender('email');
    expect(await pipeline.deliverDue(pipeline.worker(sender))).toBe(2);

    const [waiting, sent] = await Promise.all([theirs, other].map(({ data }) => emailOf(data.orderId)));
    expect(sent).toMatchObject({ status: 'sent' });
    expect(waiting).toMatchObject({ status: 'pending', reason: null, attempts: 0 });
    const waits = (waiting?.dueAt?.getTime() ?? 0) - pipeline.clock.now().getTime();
    expect(waits).toBeGreaterThan(MINUTE - 5 * SECOND);
    expect(waits).toBeLessThanOrEqual(MINUTE);
    expect(sender.sent).toHaveLength(1);

    await mend(damaged.pop() ?? '');
    pipeline.clock.advance(MINUTE);
    await pipeline.deliverDue(pipeline.worker(sender));
    expect(await emailOf(theirs.data.orderId)).toMatchObject({ status: 'sent' });
    expect(await pipeline.attempts(waiting?.id ?? '')).toHaveLength(1);
  });

  it('F4 lets a row expire that nobody wants to read any more', async () => {
    const event = anOrder();
    await pipeline.dispatcher().dispatch([event]);
    await damage(event.data.userId);
    pipeline.clock.advance(73 * HOUR);
    await pipeline.deliverDue(pipeline.worker(new ScriptedSender('email')));
    expect(await emailOf(event.data.orderId)).toMatchObject({ status: 'expired', reason: 'too_old' });
  });

  it('AC-15 does not give up on an unconfirmed text that cannot be asked about for now', async () => {
    const event = anOrder();
    const { sms } = await textTo(event);
    await damage(event.data.userId);
    await pipeline.database.query(
      `UPDATE delivery_queue SET state = 'unconfirmed', claim_no = 4, attempts = 4, due_at = $2 WHERE id = $1`,
      [sms.id, pipeline.clock.now()],
    );
    const sender = new ScriptedSender('sms');
    sender.lookUp = () => Promise.reject(new Error('cannot be asked about'));
    await pipeline.deliverDue(pipeline.worker(sender));
    expect(await pipeline.row(sms.id)).toMatchObject({ status: 'unconfirmed', attempts: 4 });
  });

  it.each([
    ['it is too old', () => pipeline.clock.advance(73 * HOUR)],
    ['its customer was erased', (userId: string) => pipeline.deleteCustomer(userId)],
  ])('AC-15 gives up on an unconfirmed text that cannot be asked about once %s', async (_, happen) => {
    const event = anOrder();
    const { sms } = await textTo(event);
    await damage(event.data.userId);
    await pipeline.database.query(`UPDATE delivery_queue SET state = 'unconfirmed', attempts = 1 WHERE id = $1`, [
      sms.id,
    ]);
    await happen(event.data.userId);
    const sender = new ScriptedSender('sms');
    sender.lookUp = () => Promise.reject(new Error('cannot be asked about'));
    await pipeline.deliverDue(pipeline.worker(sender));
    expect(await pipeline.row(sms.id)).toMatchObject({ status: 'failed', reason: 'unconfirmed' });
  });

  async function textTo(event: ReturnType<typeof anOrder>) {
    const rows = await pipeline.dispatch(event);
    // As if texts were wanted.
    pipeline.doNotCheckFigures();
    await pipeline.database.query(`UPDATE notification_log SET status = 'pending', reason = NULL WHERE id = $1`, [
      rows.sms.id,
    ]);
    await pipeline.database.query(
      `INSERT INTO delivery_queue (id, user_id, channel, notification_type, state, due_at, enqueued_at)
       VALUES ($1, $2, 'sms', 'order_confirmed', 'pending', $3, $3)`,
      [rows.sms.id, event.data.userId, pipeline.clock.now()],
    );
    return rows;
  }

  const emailOf = async (orderId: string) => (await pipeline.rows(orderId)).find(({ channel }) => channel === 'email');

  it('F8 leaves the inboxes of others as they are', async () => {
    const [theirs, other] = [anOrder(), anOrder()];
    await pipeline.dispatcher().dispatch([theirs, other]);
    await damage(theirs.data.userId);
    const items = await pipeline.database.query<never>(
      `SELECT n.id, n.user_id AS "userId", n.inbox_seq::int AS seq, n.notification_type AS type, n.created_at AS "createdAt",
              false AS acknowledged, NULL AS "readAt", e.id AS "orderEventId", e.source, e.event_id AS "eventId",
              e.event_time AS "eventTime", e.payload_sealed AS "payloadSealed"
         FROM notification_log n JOIN order_event e ON e.id = n.order_event_id
        WHERE n.channel = 'in_app' AND n.order_id = ANY($1)`,
      [[theirs.data.orderId, other.data.orderId]],
    );
    const brand = { name: 'Shop', supportContact: 'help', postalAddress: 'Street' } as never;
    const metrics = new InboxMetrics(new Registry());
    const settings = { brand, defaultTimeZone: 'UTC' } as never;
    const logger = createLogger('tests', 'silent');
    const reader = new InboxReader(pipeline.database, pipeline.keys(), settings, metrics, logger);
    expect((await reader.read(items)).map(({ userId }) => userId)).toEqual([other.data.userId]);
  });

  it('N6 is named by a rotation, which moves the keys of the others', async () => {
    const [locked, other] = [await aKnownCustomer(), await aKnownCustomer()];
    await damage(locked);
    const keyring = (name: string, active: string) => {
      const { keys } = JSON.parse(developmentSettings()[name] ?? '') as { keys: Record<string, string> };
      const old = Object.entries(keys)[0];
      const more = { [active]: Buffer.alloc(32, 9).toString('base64') };
      return keyringSchema.parse(JSON.stringify({ active, keys: { ...more, ...(old && { [old[0]]: old[1] }) } }));
    };
    const parts = { database: pipeline.database, keyDatabase: pipeline.database };
    const rings = { piiKeyring: keyring('PII_KEYRING', 'k9'), lookupKeyring: keyring('LOOKUP_KEYRING', 'k9') };
    const before = await wrappedKeyOf(other);
    const done = await rotateKeys({ ...parts, ...rings }, () => undefined);
    expect(done.unreadable).toEqual([locked]);
    expect(await wrappedKeyOf(other)).not.toEqual(before);
  });

  const wrappedKeyOf = async (userId: string) =>
    (
      await pipeline.database.query<{ key: Buffer }>(
        `SELECT wrapped_key AS key FROM vault.recipient_key WHERE user_id = $1`,
        [userId],
      )
    )[0]?.key;
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type CustomerEvent, preferencesInputSchema } from '#contracts';
import { type DirectoryRow, lockRecipients } from '#database';
import { open } from '#privacy';
import { randomUUID } from 'node:crypto';
import { anOrderEvent } from '../builders/order-events.js';
import { Pipeline } from '../system/pipeline.js';
import { ScriptedSender } from '../system/scripted-sender.js';
import { MINUTE } from '../system/test-clock.js';

type Upserted = Extract<CustomerEvent, { type: 'customer.upserted' }>['data'];

const T1 = new Date('2026-11-20T10:00:00Z');
const T2 = new Date('2026-11-20T11:00:00Z');
const T3 = new Date('2026-11-20T12:00:00Z');

const upserted = (data: Upserted, time: Date): CustomerEvent => ({
  type: 'customer.upserted',
  id: randomUUID(),
  time,
  data,
});
const deleted = (userId: string, time: Date): CustomerEvent => ({
  type: 'customer.deleted',
  id: randomUUID(),
  time,
  data: { userId },
});

describe('the recipient directory', () => {
  let pipeline: Pipeline;
  let customers = 0;
  const aUserId = () => `customer-${(customers += 1)}`;
  beforeAll(async () => {
    pipeline = await Pipeline.start();
  }, 30_000);
  afterAll(() => pipeline.stop());

  const entry = async (userId: string): Promise<DirectoryRow | undefined> =>
    pipeline.database.transaction(async (sql) => (await lockRecipients(sql, [userId])).get(userId));

  const keyOf = async (userId: string) => (await pipeline.keys().find([userId])).get(userId);

  async function contactOf(userId: string): Promise<unknown> {
    const [row, key] = [await entry(userId), await keyOf(userId)];
    if (row?.contactSealed == null || key === undefined) return null;
    const place = { table: 'recipient', column: 'contact_sealed', row: userId };
    return JSON.parse(open(key, row.contactSealed, place).toString('utf8')) as unknown;
  }

  it('keeps what an event does not mention, and clears what it says is null', async () => {
    const userId = aUserId();
    const ana = { email: 'ana@example.com', phone: '+14155550123', name: 'Ana' };
    await pipeline.directory().apply([upserted({ userId, ...ana, language: 'es', timeZone: 'Europe/Madrid' }, T1)]);
    await pipeline.directory().apply([upserted({ userId, email: 'new@example.com', phone: null, language: null }, T2)]);

    expect(await contactOf(userId)).toEqual({ email: 'new@example.com', phone: null, name: 'Ana' });
    expect(await entry(userId)).toMatchObject({ language: null, timeZone: 'Europe/Madrid', phoneHash: null });
    expect((await entry(userId))?.emailHash).toEqual(pipeline.hasher.hashesOf({ email: 'new@example.com' }).emailHash);
  });

  it('ignores an event that is older than what it knows, or as old', async () => {
    const userId = aUserId();
    const directory = pipeline.directory();
    await directory.apply([upserted({ userId, name: 'Now' }, T2)]);
    await directory.apply([upserted({ userId, name: 'Before', phone: '+14155550123' }, T1)]);
    await directory.apply([upserted({ userId, name: 'At once' }, T2)]);
    await directory.apply([deleted(userId, T1)]);
    expect(await contactOf(userId)).toEqual({ email: null, phone: null, name: 'Now' });
  });

  it('applies several events of a customer in their order, in one batch', async () => {
    const userId = aUserId();
    await pipeline
      .directory()
      .apply([
        upserted({ userId, email: 'ana@example.com' }, T1),
        upserted({ userId, name: 'Ana' }, T3),
        upserted({ userId, name: 'Too late' }, T2),
      ]);
    expect(await contactOf(userId)).toEqual({ email: 'ana@example.com', phone: null, name: 'Ana' });
  });

  it('AC-14 keeps nothing of a deleted customer but the time, and destroys the key', async () => {
    const userId = aUserId();
    await pipeline.directory().apply([upserted({ userId, email: 'ana@example.com', language: 'es' }, T1)]);
    await pipeline.directory().apply([deleted(userId, T2)]);

    expect(await entry(userId)).toEqual({
      userId,
      contactSealed: null,
      emailHash: null,
      phoneHash: null,
      language: null,
      timeZone: null,
      country: null,
      eventTime: T2,
      deletedAt: T2,
    });
    expect(await keyOf(userId)).toBeUndefined();
  });

  it('AC-14 an older event does not bring a deleted customer back, nor a key', async () => {
    const userId = aUserId();
    await pipeline.directory().apply([deleted(userId, T2)]);
    await pipeline.directory().apply([upserted({ userId, email: 'ana@example.com' }, T1)]);
    expect(await entry(userId)).toMatchObject({ contactSealed: null, deletedAt: T2 });
    expect(await keyOf(userId)).toBeUndefined();
  });

  it('AC-14 a crash between tombstone and key is made good when the deletion is read again', async () => {
    const userId = aUserId();
    const deletion = deleted(userId, T2);
    await pipeline.directory().apply([deletion]);
    await pipeline.keys().findOrCreate([userId]);
    await pipeline.directory().apply([deletion]);
    expect(await keyOf(userId)).toBeUndefined();
  });

  it.each(['in batches of their own', 'in one batch'])(
    'AC-14 a customer who comes back starts with nothing and another key (%s)',
    async (how) => {
      const userId = aUserId();
      const directory = pipeline.directory();
      await directory.apply([upserted({ userId, email: 'ana@example.com', language: 'es' }, T1)]);
      const before = await keyOf(userId);
      const events = [deleted(userId, T2), upserted({ userId, name: 'Ana' }, T3)];
      for (const batch of how === 'in one batch' ? [events] : events.map((event) => [event])) {
        await directory.apply(batch);
      }
      expect(await contactOf(userId)).toEqual({ email: null, phone: null, name: 'Ana' });
      expect(await entry(userId)).toMatchObject({ language: null, deletedAt: null });
      expect(await keyOf(userId)).not.toEqual(before);
    },
  );

  it('AC-14 what waited when its customer was deleted is never sent, also when the customer comes back', async () => {
    const userId = aUserId();
    const [first, second] = [0, 1].map(() => anOrderEvent('order_confirmed', { data: { userId } }));
    if (first === undefined || second === undefined) throw new Error('two events');
    const before = await pipeline.dispatch(first);
    await pipeline.deleteCustomer(userId);
    pipeline.clock.advance(MINUTE);
    await pipeline.upsertCustomer({ userId, email: 'ana@example.com' });
    const after = await pipeline.dispatch(second);

    const sender = new ScriptedSender('email');
    await pipeline.deliverFresh(pipeline.worker(sender), [before.email.id, after.email.id]);
    expect(await pipeline.status(before.email.id)).toBe('suppressed/erased');
    expect(await pipeline.status(after.email.id)).toBe('sent');
    expect(sender.sent.map(({ notificationId }) => notificationId)).toEqual([after.email.id]);
  });

  it('takes an event from the future as one of now, so that a later deletion counts', async () => {
    const userId = aUserId();
    const directory = pipeline.directory();
    await directory.apply([upserted({ userId, name: 'Ana' }, new Date('2036-01-01T00:00:00Z'))]);
    pipeline.clock.advance(MINUTE);
    await directory.apply([deleted(userId, pipeline.clock.now())]);
    expect((await entry(userId))?.deletedAt).toBeInstanceOf(Date);
  });

  it('lets the deletion hold when an upsert has the same time', async () => {
    const userId = aUserId();
    const directory = pipeline.directory();
    await directory.apply([upserted({ userId, name: 'Ana' }, T1)]);
    await directory.apply([deleted(userId, T1)]);
    await directory.apply([upserted({ userId, name: 'Ana' }, T1)]);
    expect((await entry(userId))?.deletedAt).toEqual(T1);
    expect(await keyOf(userId)).toBeUndefined();
  });

  describe('consent to text messages', () => {
    const smsOn = { channels: { email: false, sms: true, in_app: false }, quietHours: { enabled: false } };
    const consent = {
      channel: 'sms',
      purpose: 'orders',
      method: 'checkbox',
      at: T1.toISOString(),
      textVersion: '7',
    } as const;

    const smsOf = async (userId: string, recipient: { phone?: string } = {}) => {
      const { sms } = await pipeline.dispatch(anOrderEvent('order_shipped', { data: { userId, recipient } }));
      return sms.reason === null ? sms.status : `${sms.status}/${sms.reason}`;
    };

    async function switchOn(userId: string): Promise<void> {
      const wanted = preferencesInputSchema.parse(smsOn);
      await pipeline.preferences().change(userId, 'preferences_api', () => wanted);
    }

    it('given before a number is known covers the next number, and no later one', async () => {
      const userId = aUserId();
      await switchOn(userId);
      await pipeline.directory().apply([upserted({ userId, phone: '+14155550123' }, T1)]);
      expect(await smsOf(userId)).toBe('pending');
      await pipeline.directory().apply([upserted({ userId, phone: '+14155550124' }, T2)]);
      expect(await smsOf(userId)).toBe('suppressed/no_consent');
    });

    it('given before a number is known covers the number an order brings, and no later one', async () => {
      const userId = aUserId();
      await switchOn(userId);
      expect(await smsOf(userId, { phone: '+14155550123' })).toBe('pending');
      expect(await smsOf(userId, { phone: '+14155550124' })).toBe('suppressed/no_consent');
      expect(await smsOf(userId, { phone: '+14155550123' })).toBe('pending');
    });

    it('is taken from customer events, once, for the number they leave the customer with', async () => {
      const userId = aUserId();
      const event = upserted({ userId, phone: '+14155550123', consents: [consent] }, T1);
      await pipeline.directory().apply([event]);
      await pipeline.directory().apply([upserted({ userId, consents: [consent] }, T2)]);
      const rows = await pipeline.database.query(
        `SELECT action, address_hash AS hash, purpose, method, source, text_version AS version, at
           FROM consent_event WHERE user_id = $1`,
        [userId],
      );
      const hash = pipeline.hasher.hashesOf({ phone: '+14155550123' }).phoneHash;
      const said = { purpose: 'orders', method: 'checkbox', source: 'customer_event', version: '7', at: T1 };
      expect(rows).toEqual([{ action: 'granted', hash, ...said }]);
    });
  });

  it('two dispatchers that hear of the same new customers do not deadlock', async () => {
    const userIds = Array.from({ length: 50 }, aUserId);
    const events = userIds.map((userId) => upserted({ userId, name: 'Ana' }, T1));
    for (let round = 0; round < 5; round++) {
      const directories = [pipeline.directory(), pipeline.directory()];
      await Promise.all([directories[0]?.apply(events), directories[1]?.apply([...events].reverse())]);
    }
    expect(await contactOf(userIds[0] ?? '')).toEqual({ email: null, phone: null, name: 'Ana' });
  });
});

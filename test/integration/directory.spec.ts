import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type CustomerEvent, preferencesInputSchema } from '#contracts';
import { type DirectoryRow, lockRecipients, upsertRecipients } from '#database';
import { AddressHasher, KeyedHash, Keyring, open } from '#privacy';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
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
      writtenAt: expect.any(Date),
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
    await pipeline.dispatch(anOrderEvent('order_confirmed', { data: { userId } }));
    const unknown = {
      contactSealed: null,
      emailHash: null,
      phoneHash: null,
      language: null,
      timeZone: null,
      country: null,
    };
    const tombstone = { userId, ...unknown, eventTime: T2, deletedAt: T2 };
    await upsertRecipients(pipeline.database, [tombstone], pipeline.clock.now());
    expect(await keyOf(userId)).toBeDefined();
    await pipeline.directory().apply([deleted(userId, T2)]);
    expect(await keyOf(userId)).toBeUndefined();
  });

  it('AC-14 a crash between key and the rest is made good before the customer comes back', async () => {
    const userId = aUserId();
    await pipeline.dispatch(anOrderEvent('order_confirmed', { data: { userId } }));
    await pipeline.directory().apply([deleted(userId, T2)]);
    await pipeline.database.query(`UPDATE order_event SET email_hash = 'left over' WHERE user_id = $1`, [userId]);
    await pipeline.directory().apply([upserted({ userId, name: 'Ana' }, T3)]);
    const left = await pipeline.database.query(
      `SELECT 1 FROM order_event WHERE user_id = $1 AND email_hash IS NOT NULL`,
      [userId],
    );
    expect(left).toEqual([]);
  });

  it.each([
    ['an older change', (userId: string) => upserted({ userId, name: 'Ana' }, T1)],
    ['the deletion once more', (userId: string) => deleted(userId, T2)],
  ])('AC-14 whoever reads %s leaves the key alone that is being made for the life to come', async (_, late) => {
    const userId = aUserId();
    await pipeline.directory().apply([deleted(userId, T2)]);
    const made = await pipeline.keys().findOrCreate([userId], new Map([[userId, T3]]));
    await pipeline.directory().apply([late(userId)]);
    expect(await keyOf(userId)).toEqual(made.get(userId));
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

    describe('N8 ends with its number', () => {
      const [FIRST, SECOND, THIRD] = ['+14155550123', '+14155550124', '+14155550125'] as const;
      const at = (minutes: number) => new Date(T1.getTime() + minutes * MINUTE);
      const numbered = (userId: string, phone: string | null, minutes: number, consents?: Upserted['consents']) =>
        upserted({ userId, phone, ...(consents && { consents }) }, at(minutes));
      const given = (minutes: number) => ({ ...consent, at: at(minutes).toISOString() });
      const apply = (...events: CustomerEvent[]) => pipeline.directory().apply(events);
      const ledgerOf = (userId: string) =>
        pipeline.database.query<{ action: string; hash: Buffer | null; method: string; at: Date }>(
          `SELECT action, address_hash AS hash, method, at FROM consent_event WHERE user_id = $1 ORDER BY at, id`,
          [userId],
        );
      const hashOf = (phone: string) => pipeline.hasher.hashesOf({ phone }).phoneHash;

      it.each(['in batches of their own', 'in one batch'])(
        'a number that changes back does not find it again (%s)',
        async (how) => {
          const userId = aUserId();
          await apply(numbered(userId, FIRST, 0));
          await switchOn(userId);
          expect(await smsOf(userId)).toBe('pending');
          const changes = [numbered(userId, SECOND, 1), numbered(userId, FIRST, 2)];
          for (const batch of how === 'in one batch' ? [changes] : changes.map((change) => [change])) {
            await apply(...batch);
          }
          expect(await smsOf(userId)).toBe('suppressed/no_consent');
          const [granted, revoked, ...others] = await ledgerOf(userId);
          expect(granted).toMatchObject({ action: 'granted', hash: hashOf(FIRST) });
          expect(revoked).toMatchObject({ action: 'revoked', hash: hashOf(FIRST), method: 'number_changed' });
          expect(revoked?.at.getTime()).toBeGreaterThan(granted?.at.getTime() ?? Infinity);
          expect(others).toEqual([]);
        },
      );

      it('also where the number was taken out and comes back', async () => {
        const userId = aUserId();
        await apply(numbered(userId, FIRST, 0));
        await switchOn(userId);
        await apply(numbered(userId, null, 1));
        await apply(numbered(userId, FIRST, 2));
        expect(await smsOf(userId)).toBe('suppressed/no_consent');
      });

      it('is dated by the event, which may be older than the day we hear of it', async () => {
        const userId = aUserId();
        await apply(numbered(userId, FIRST, 0, [given(0)]));
        await apply(numbered(userId, SECOND, 5));
        expect((await ledgerOf(userId)).at(-1)).toMatchObject({ action: 'revoked', at: at(5) });
      });

      it('not by an event that is too old to count, nor by one that says the same number or none', async () => {
        const userId = aUserId();
        await apply(numbered(userId, FIRST, 2));
        await switchOn(userId);
        await apply(numbered(userId, SECOND, 1));
        await apply(numbered(userId, '+1 (415) 555-0123', 3), upserted({ userId, name: 'Ana' }, at(4)));
        expect(await smsOf(userId)).toBe('pending');
        expect(await ledgerOf(userId)).toHaveLength(1);
      });

      it('not while the look-up keys rotate: the same number is the same under every key', async () => {
        const userId = aUserId();
        await apply(numbered(userId, FIRST, 0));
        await switchOn(userId);
        const before = pipeline.hasher;
        const [former, next] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
        pipeline.hasher = rotated(former, next);
        await pipeline.database.query(`UPDATE recipient SET phone_hash = $2 WHERE user_id = $1`, [
          userId,
          rotated(former).hashesOf({ phone: FIRST }).phoneHash,
        ]);
        await apply(numbered(userId, FIRST, 1));
        pipeline.hasher = before;
        expect((await ledgerOf(userId)).map(({ action }) => action)).toEqual(['granted']);
      });

      it('and one that upstream collected with the new number counts for it, and for no later one', async () => {
        const userId = aUserId();
        await apply(numbered(userId, FIRST, 0, [given(0)]));
        await switchOn(userId);
        await pipeline.database.query(`UPDATE consent_event SET at = $2 WHERE user_id = $1`, [userId, at(0)]);
        await apply(numbered(userId, SECOND, 10, [given(8)]));
        expect(await smsOf(userId)).toBe('pending');
        await apply(numbered(userId, FIRST, 20));
        expect(await smsOf(userId)).toBe('suppressed/no_consent');
        expect((await ledgerOf(userId)).at(-1)).toMatchObject({ action: 'revoked', hash: hashOf(SECOND), at: at(20) });
      });

      it('given before a number was known covers the first of a batch, and none after it', async () => {
        const userId = aUserId();
        await switchOn(userId);
        await apply(numbered(userId, FIRST, 1), numbered(userId, SECOND, 2));
        expect(await smsOf(userId)).toBe('suppressed/no_consent');
        await apply(numbered(userId, THIRD, 3), numbered(userId, FIRST, 4));
        expect(await smsOf(userId)).toBe('suppressed/no_consent');
      });

      it('waits for a change of preferences that is under way', async () => {
        const userId = aUserId();
        await apply(numbered(userId, FIRST, 0));
        let changing: Promise<void> = Promise.resolve();
        await pipeline.database.transaction(async (sql) => {
          const wanted = preferencesInputSchema.parse(smsOn);
          await pipeline.preferences().changeWithin(sql, userId, 'preferences_api', () => wanted);
          changing = apply(numbered(userId, SECOND, 1));
          await delay(200);
        });
        await changing;
        expect((await ledgerOf(userId)).map(({ action }) => action)).toEqual(['granted', 'revoked']);
      });
    });

    describe('N8 is given for a purpose', () => {
      const forPurpose = (purpose: string, at = T1) => ({ ...consent, purpose, at: at.toISOString() });

      it.each([
        ['orders', 'pending'],
        ['order_notifications', 'pending'],
        ['Delivery updates', 'pending'],
        ['transactional', 'pending'],
        ['marketing', 'suppressed/no_consent'],
        ['Newsletter', 'suppressed/no_consent'],
      ])('%s: %s', async (purpose, status) => {
        const userId = aUserId();
        await switchOn(userId);
        await pipeline.database.query(`DELETE FROM consent_event WHERE user_id = $1`, [userId]);
        await pipeline
          .directory()
          .apply([upserted({ userId, phone: '+14155550123', consents: [forPurpose(purpose)] }, T2)]);
        expect(await smsOf(userId)).toBe(status);
      });

      it('and one for something else, though newer, takes nothing away and gives nothing back', async () => {
        const phone = '+14155550123';
        const [yes, no] = [aUserId(), aUserId()];
        const future = new Date(pipeline.clock.now().getTime() + MINUTE);
        for (const userId of [yes, no]) {
          await pipeline.directory().apply([upserted({ userId, phone }, T1)]);
          await switchOn(userId);
        }
        await pipeline.database.query(`UPDATE consent_event SET action = 'revoked' WHERE user_id = $1`, [no]);
        pipeline.clock.advance(2 * MINUTE);
        for (const userId of [yes, no]) {
          const consents = [forPurpose('marketing', future)];
          await pipeline.directory().apply([upserted({ userId, consents }, pipeline.clock.now())]);
        }
        expect([await smsOf(yes), await smsOf(no)]).toEqual(['pending', 'suppressed/no_consent']);
      });

      it('and ends with the customer, whatever else was consented to last', async () => {
        const userId = aUserId();
        const phone = '+14155550123';
        const consents = [forPurpose('orders', T1), forPurpose('marketing', T2)];
        await pipeline.directory().apply([upserted({ userId, phone, consents }, T2)]);
        await pipeline.deleteCustomer(userId);
        pipeline.clock.advance(MINUTE);
        await pipeline.upsertCustomer({ userId, phone });
        const [row] = await pipeline.database.query(
          `SELECT action, purpose FROM consent_event WHERE user_id = $1 AND purpose = 'orders' ORDER BY at DESC LIMIT 1`,
          [userId],
        );
        expect(row).toEqual({ action: 'revoked', purpose: 'orders' });
      });
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

/** The first key is the older one, the last the active one. */
function rotated(...keys: readonly Buffer[]): AddressHasher {
  const named = keys.map((key, i) => [`k${i}`, key] as const);
  return new AddressHasher(new KeyedHash(new Keyring(`k${keys.length - 1}`, named)));
}

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { CustomerEvent, OrderEvent } from '#contracts';
import { SealBrokenError, open } from '#privacy';
import { dispatcherApp } from '../../apps/dispatcher/src/dispatcher.app.js';
import { anOrderEvent } from '../builders/order-events.js';
import { type Backup, restoreBackup, takeBackup } from '../system/backup.js';
import { eventually } from '../system/eventually.js';
import { MINUTE } from '../system/test-clock.js';
import { TestSystem } from '../system/test-system.js';

const ALL_ON = { channels: { email: true, sms: true, in_app: true }, quietHours: { enabled: false } };
const ERASED = { email: 'suppressed/erased', sms: 'suppressed/erased', in_app: 'suppressed/erased' };

describe('an erased customer', () => {
  let system: TestSystem;
  beforeAll(async () => {
    system = await TestSystem.start();
  }, 90_000);
  afterAll(() => system.stop(), 30_000);

  const anEvent = (recipient: OrderEvent['data']['recipient'], userId?: string) =>
    anOrderEvent('order_confirmed', {
      time: system.clock.now(),
      data: { recipient, ...(userId === undefined ? {} : { userId }) },
    });

  /** With a name that nothing else holds. */
  const aPerson = (phone: string) => ({
    email: `quill.${randomUUID().slice(0, 8)}@example.com`,
    phone,
    name: 'Anastasia Quillfeather',
    language: 'en',
    timeZone: 'America/Los_Angeles',
  });

  async function asService(method: string, path: string): Promise<{ status: number; body: unknown }> {
    const token = await system.token('crm', 'notifications:service');
    const answer = await system.call(method, `/notifications/recipients/${path}`, { token });
    return { status: answer.status, body: await answer.json() };
  }

  const upserted = (userId: string, data: object): CustomerEvent => ({
    type: 'customer.upserted',
    id: randomUUID(),
    time: system.clock.now(),
    data: { userId, ...data },
  });
  const deleted = (userId: string): CustomerEvent => ({
    type: 'customer.deleted',
    id: randomUUID(),
    time: system.clock.now(),
    data: { userId },
  });

  const untilKnown = (userId: string) =>
    eventually(async () => expect((await asService('GET', userId)).status).toBe(200));
  const untilErased = (userId: string) =>
    eventually(async () => expect((await asService('GET', userId)).status).toBe(404));

  /** A customer who got everything once, and has an email waiting for its next attempt. */
  async function aCustomer(phone: string) {
    const person = aPerson(phone);
    const sent = anEvent(person);
    const { userId } = sent.data;
    await system.setPreferences(userId, ALL_ON);
    await system.publishCustomer(upserted(userId, { email: person.email, name: person.name }));
    await untilKnown(userId);
    await system.publish(sent);
    await system.untilStatuses(sent.data.orderId, { email: 'sent', sms: 'sent', in_app: 'sent' });
    await system.sandbox.setFaults(person.email, { steps: [{ kind: 'status', status: 500 }] });
    const waiting = anEvent(person, userId);
    await system.publish(waiting);
    await eventually(async () => {
      const email = (await system.notificationsOf(waiting.data.orderId)).find(({ channel }) => channel === 'email');
      expect([email?.status, email?.attempts.length]).toEqual(['pending', 1]);
    });
    return { userId, person, sent: sent.data.orderId, waiting: waiting.data.orderId };
  }

  const requestsTo = async (to: string) => (await system.sandbox.requests({ to })).total;

  /** What a thief of the backup would look for, as text and as the bytes of a column. */
  function expectNothingReadable(backup: Backup, person: ReturnType<typeof aPerson>): void {
    const text = [...backup.values()].flat().join('\n').toLowerCase();
    for (const secret of [person.email, person.phone, person.name]) {
      expect(text).not.toContain(secret.toLowerCase());
      expect(text).not.toContain(Buffer.from(secret).toString('hex'));
    }
  }

  /** With every key that is left. */
  async function expectSealedForGood(userId: string): Promise<void> {
    const holders = await system.database.query<{ id: string }>('SELECT user_id AS id FROM vault.recipient_key');
    const keys = await system.keys().find(holders.map(({ id }) => id));
    expect(keys.has(userId)).toBe(false);
    const events = await system.database.query<{ id: string; sealed: Buffer }>(
      'SELECT id, payload_sealed AS sealed FROM order_event WHERE user_id = $1 AND payload_sealed IS NOT NULL',
      [userId],
    );
    for (const { id, sealed } of events) {
      const place = { table: 'order_event', column: 'payload_sealed', row: id };
      for (const key of keys.readable.values()) expect(() => open(key, sealed, place)).toThrow(SealBrokenError);
    }
  }

  it('AC-14 is read by nobody, neither here nor from an older backup that is restored', async () => {
    const { userId, person, sent, waiting } = await aCustomer('+14155558001');
    const other = await aCustomer('+14155558002');
    const backup = await takeBackup(system.database);
    expectNothingReadable(backup, person);
    const exported = JSON.stringify((await asService('GET', `${userId}/export`)).body);
    for (const held of [person.email, person.phone, person.name, sent, waiting]) expect(exported).toContain(held);

    expect((await asService('DELETE', userId)).status).toBe(202);
    await system.untilStatuses(waiting, { email: 'suppressed/erased' });
    expect((await asService('GET', userId)).status).toBe(404);
    expect((await asService('GET', `${userId}/export`)).status).toBe(404);
    await expectSealedForGood(userId);
    const after = await takeBackup(system.database);
    const events = after.get('order_event')?.filter((row) => row.includes(userId)) ?? [];
    expect(events).toHaveLength(2);
    for (const row of events) expect(row).not.toContain('\\x');

    // The tables come back as they were; the keys, which such a backup leaves out, stay as they are.
    await restoreBackup(system.database, backup);
    await expectSealedForGood(userId);
    const asked = await requestsTo(person.email);
    await system.launch(dispatcherApp);
    expect((await asService('GET', userId)).status).toBe(404);
    expect((await asService('GET', `${userId}/export`)).status).toBe(404);
    await system.untilStatuses(waiting, { email: 'suppressed/erased' });
    const late = anEvent(person, userId);
    await system.publish(late);
    await system.untilStatuses(late.data.orderId, ERASED);
    expect(await requestsTo(person.email)).toBe(asked);

    // Everybody else is back.
    expect((await asService('GET', other.userId)).status).toBe(200);
    expect(JSON.stringify((await asService('GET', `${other.userId}/export`)).body)).toContain(other.person.phone);
  }, 120_000);

  it('AC-14 is forgotten by the providers, too', async () => {
    const { userId, person, sent } = await aCustomer('+14155558003');
    const texts = (await system.sandbox.messages({ to: person.phone })).items;
    expect(texts.map(({ text }) => text)).toContainEqual(expect.stringMatching(/./));
    expect((await asService('DELETE', userId)).status).toBe(202);

    await eventually(async () => {
      const asked = (await system.sandbox.erasures()).map(({ subject }) => subject);
      expect(asked).toEqual(expect.arrayContaining([person.email, ...texts.map((text) => text.providerMessageId)]));
    });
    const kept = [
      ...(await system.sandbox.messages({ to: person.phone })).items,
      ...(await system.sandbox.messages({ to: person.email })).items,
    ];
    expect(kept.length).toBeGreaterThan(1);
    expect(kept.filter(({ text, html }) => (text ?? '') !== '' || (html ?? '') !== '')).toEqual([]);
    await eventually(async () =>
      expect(await system.database.query('SELECT id FROM vault.provider_erasure')).toEqual([]),
    );
    expect((await system.notificationsOf(sent)).map(({ status }) => status)).toEqual(['sent', 'sent', 'sent']);
  }, 120_000);

  it('AC-14 stays away whatever late events say, and comes back by a newer word only', async () => {
    const { userId, person, waiting } = await aCustomer('+14155558004');
    const late = upserted(userId, { email: person.email });
    await system.publishCustomer(deleted(userId));
    await untilErased(userId);
    await system.untilStatuses(waiting, { email: 'suppressed/erased' });

    const order = anEvent(person, userId);
    await system.publishCustomer({ ...late, id: randomUUID() });
    await system.publish(order);
    await system.untilStatuses(order.data.orderId, ERASED);
    expect((await asService('GET', userId)).status).toBe(404);

    system.clock.advance(MINUTE);
    await system.publishCustomer(upserted(userId, { email: person.email }));
    await untilKnown(userId);
    const again = anEvent(person, userId);
    await system.publish(again);
    // Switches and consent went with the life before.
    await system.untilStatuses(again.data.orderId, { in_app: 'sent', sms: 'suppressed/channel_off' });
  }, 120_000);
});

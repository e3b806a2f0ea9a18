import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { OrderData, Preferences } from '#contracts';
import { anOrderEvent } from '../builders/order-events.js';
import { MINUTE, SECOND } from '../system/test-clock.js';
import { TestSystem } from '../system/test-system.js';

const TEXTS_ON = { channels: { email: true, sms: true, in_app: true }, quietHours: { enabled: false } };
/** A first retry is out by then: "at most 10 % + 2 s later". */
const AFTER_FIRST_RETRY = MINUTE * 1.1 + 2 * SECOND;
const LISTED = 'suppressed/suppression_list';

describe('texts to us', () => {
  let system: TestSystem;
  beforeAll(async () => {
    system = await TestSystem.start();
  }, 90_000);
  afterAll(() => system.stop(), 30_000);

  interface Person {
    readonly userId: string;
    readonly phone: string;
  }

  async function aTextedCustomer(phone = phoneOf(anOrderEvent('order_confirmed'))): Promise<Person> {
    const userId = `customer-${randomUUID()}`;
    await system.setPreferences(userId, TEXTS_ON);
    return { userId, phone };
  }

  const phoneOf = ({ data: { recipient } }: { data: Pick<OrderData, 'recipient'> }) => recipient?.phone ?? '';

  /** @returns the order */
  async function orders({ userId, phone }: Person): Promise<string> {
    const { recipient } = anOrderEvent('order_confirmed').data;
    const data = { userId, recipient: { ...recipient, phone } };
    const event = anOrderEvent('order_confirmed', { time: system.clock.now(), data });
    await system.publish(event);
    return event.data.orderId;
  }

  const whatBecameOf = async (orderId: string, sms: string) => {
    await system.untilStatuses(orderId, { email: 'sent', sms, in_app: 'sent' });
  };

  /** What we texted to a number beside notifications, oldest first. */
  async function answersTo({ phone }: Person): Promise<(string | null)[]> {
    const { items } = await system.sandbox.messages({ provider: 'twilio', to: phone });
    return items
      .flatMap(({ id, notificationId, text }) => (notificationId === null ? [{ id, text }] : []))
      .sort((one, other) => one.id - other.id)
      .map(({ text }) => text);
  }

  async function preferencesOf({ userId }: Person): Promise<Preferences> {
    const answer = await system.call('GET', '/notifications/preferences', { token: await system.token(userId) });
    return (await answer.json()) as Preferences;
  }

  it('AC-13 STOP ends texts at once and leaves everything else as it is; START brings them back', async () => {
    const ana = await aTextedCustomer();
    await whatBecameOf(await orders(ana), 'sent');
    const before = await preferencesOf(ana);

    await system.sandbox.text(ana.phone, 'STOP');
    await whatBecameOf(await orders(ana), LISTED);
    expect(await preferencesOf(ana)).toEqual(before);

    await system.sandbox.text(ana.phone, 'START');
    await whatBecameOf(await orders(ana), 'sent');
    // Twilio itself sends nothing to a number that has just said STOP.
    expect(await answersTo(ana)).toEqual([expect.stringContaining('again')]);
  }, 60_000);

  it('AC-13 a text that waits for its retry is not sent after STOP', async () => {
    const ana = await aTextedCustomer();
    await system.sandbox.setFaults(ana.phone, { steps: [{ kind: 'status', status: 500 }] });
    const orderId = await orders(ana);
    await system.untilStatuses(orderId, { email: 'sent', sms: 'unconfirmed', in_app: 'sent' });
    await system.sandbox.text(ana.phone, 'stop');
    const tried = (await system.sandbox.requests({ to: ana.phone })).total;

    system.clock.advance(AFTER_FIRST_RETRY);
    await whatBecameOf(orderId, LISTED);
    expect((await system.sandbox.requests({ to: ana.phone })).total).toBe(tried);
  }, 60_000);

  it('AC-13 STOP holds for everybody who has the number, and for nobody else', async () => {
    const ana = await aTextedCustomer();
    const [ben, eve] = [await aTextedCustomer(ana.phone), await aTextedCustomer()];
    await system.sandbox.text(ana.phone, 'STOP');
    await whatBecameOf(await orders(ben), LISTED);
    await whatBecameOf(await orders(eve), 'sent');
  }, 60_000);

  it('AC-13 people may say it in their own words: they are told once, in their language', async () => {
    const ana = await aTextedCustomer();
    await system.sandbox.text(ana.phone, 'Por favor, no me envíen más mensajes.');
    await system.sandbox.text(ana.phone, 'BASTA!!');
    expect(await answersTo(ana)).toEqual([expect.stringContaining('Ya no le enviaremos SMS')]);
    await whatBecameOf(await orders(ana), LISTED);
  }, 60_000);

  it('AC-13 what is no request changes nothing and is not answered', async () => {
    const ana = await aTextedCustomer();
    await system.sandbox.text(ana.phone, 'Your driver did not stop here, where is my parcel?');
    expect(await answersTo(ana)).toEqual([]);
    await whatBecameOf(await orders(ana), 'sent');
  }, 60_000);

  it('AC-13 HELP is answered, in the language it is asked in', async () => {
    const ana = await aTextedCustomer();
    for (const text of ['help', 'Ayuda, por favor', 'AIDE']) await system.sandbox.text(ana.phone, text);
    expect(await answersTo(ana)).toEqual([
      expect.stringContaining('Reply STOP'),
      expect.stringContaining('Responda STOP'),
      expect.stringContaining('Répondez STOP'),
    ]);
    await whatBecameOf(await orders(ana), 'sent');
  }, 60_000);

  it('AC-13 where Twilio has answered, we act and say nothing', async () => {
    const ana = await aTextedCustomer();
    for (const optOutType of ['HELP', 'STOP'] as const) await system.sandbox.text(ana.phone, 'x', { optOutType });
    await whatBecameOf(await orders(ana), LISTED);
    await system.sandbox.text(ana.phone, 'x', { optOutType: 'START' });
    await whatBecameOf(await orders(ana), 'sent');
    expect(await answersTo(ana)).toEqual([]);
  }, 60_000);

  it('AC-13 a number that Twilio refuses because its owner said STOP there is asked no second time', async () => {
    const ana = await aTextedCustomer();
    // Twilio learns of it, we do not.
    await system.sandbox.text(ana.phone, 'STOP', { webhooks: { lost: true } });
    await whatBecameOf(await orders(ana), LISTED);
    const tried = (await system.sandbox.requests({ to: ana.phone })).total;
    await whatBecameOf(await orders(ana), LISTED);
    expect((await system.sandbox.requests({ to: ana.phone })).total).toBe(tried);

    await system.sandbox.text(ana.phone, 'UNSTOP');
    await whatBecameOf(await orders(ana), 'sent');
  }, 60_000);

  it('AC-13 a STOP that does not come from Twilio stops nothing', async () => {
    const ana = await aTextedCustomer();
    await system.sandbox.text(ana.phone, 'STOP', { webhooks: { signature: 'forged' } });
    await system.sandbox.text(ana.phone, 'start', { webhooks: { lost: true } });
    await whatBecameOf(await orders(ana), 'sent');
  }, 60_000);
});

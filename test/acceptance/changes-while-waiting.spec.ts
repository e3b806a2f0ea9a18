import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NotificationDocument, OrderData } from '#contracts';
import { anOrderEvent } from '../builders/order-events.js';
import { eventually } from '../system/eventually.js';
import { HOUR, MINUTE, SECOND } from '../system/test-clock.js';
import { TestSystem } from '../system/test-system.js';

const ALL_ON = { channels: { email: true, sms: true, in_app: true }, quietHours: { enabled: false } };
const NIGHT = { enabled: true, start: '22:00', end: '08:00' };
/** A first retry is out by then: "at most 10 % + 2 s later". */
const AFTER_FIRST_RETRY = MINUTE * 1.1 + 2 * SECOND;

describe('what a customer changes while a message waits', () => {
  let system: TestSystem;
  beforeAll(async () => {
    system = await TestSystem.start();
  }, 90_000);
  afterAll(() => system.stop(), 30_000);

  /** The clock travels in these tests: events have to keep up, or they are too old. */
  const anEvent = (data: Partial<OrderData<'order_confirmed'>> = {}) =>
    anOrderEvent('order_confirmed', { time: system.clock.now(), data });

  function untilOn(channel: string, orderId: string, check: (document: NotificationDocument) => void) {
    return eventually(async () => {
      const document = (await system.notificationsOf(orderId)).find((each) => each.channel === channel);
      if (document === undefined) throw new Error(`no notification by ${channel} yet`);
      check(document);
      return document;
    });
  }

  const requestsTo = async (to: string) => (await system.sandbox.requests({ to })).items.length;

  describe('for a retry', () => {
    /** An email that SendGrid refused once, and that waits for its second attempt. */
    async function aWaitingRetry() {
      const event = anEvent();
      const { orderId, userId, recipient } = event.data;
      const address = recipient?.email ?? '';
      await system.sandbox.setFaults(address, { steps: [{ kind: 'status', status: 500 }] });
      await system.setPreferences(userId, ALL_ON);
      await system.publish(event);
      await untilOn('email', orderId, ({ status, attempts }) =>
        expect([status, attempts.length]).toEqual(['pending', 1]),
      );
      return { orderId, userId, address };
    }

    it.each([
      ['the channel off', { ...ALL_ON, channels: { ...ALL_ON.channels, email: false } }, 'channel_off'],
      ['everything off', { ...ALL_ON, globalEnabled: false }, 'global_off'],
      ['the type off', { ...ALL_ON, types: { order_confirmed: { enabled: false } } }, 'type_off'],
      ['the type onto another channel', { ...ALL_ON, types: { order_confirmed: { channels: ['sms'] } } }, 'type_off'],
    ] as const)(
      'AC-11 %s: the retry is not made, and says why',
      async (_what, preferences, reason) => {
        const { orderId, userId, address } = await aWaitingRetry();
        await system.setPreferences(userId, preferences);
        system.clock.advance(AFTER_FIRST_RETRY);

        await system.untilStatuses(orderId, { email: `suppressed/${reason}` });
        expect(await requestsTo(address)).toBe(1);
      },
      60_000,
    );

    it('AC-11 the link in an email: the retry of another is not made', async () => {
      const { orderId, userId, address } = await aWaitingRetry();
      const earlier = anEvent({ userId });
      await system.publish(earlier);
      const { id } = await untilOn('email', earlier.data.orderId, ({ status }) => expect(status).toBe('sent'));
      const [email] = (await system.sandbox.messages({ notificationId: id })).items;
      const link = /<(?<url>[^>]+)>/.exec(email?.headers['List-Unsubscribe'] ?? '')?.groups?.['url'] ?? '';
      const body = new URLSearchParams({ 'List-Unsubscribe': 'One-Click' });
      expect((await fetch(link, { method: 'POST', body, headers: { accept: 'application/json' } })).status).toBe(200);
      system.clock.advance(AFTER_FIRST_RETRY);

      await system.untilStatuses(orderId, { email: 'suppressed/channel_off' });
      expect(await requestsTo(address)).toBe(1);
    }, 60_000);

    it('AC-11 off and on again: the retry is made', async () => {
      const { orderId, userId } = await aWaitingRetry();
      await system.setPreferences(userId, { ...ALL_ON, globalEnabled: false });
      await system.setPreferences(userId, ALL_ON);
      system.clock.advance(AFTER_FIRST_RETRY);

      await untilOn('email', orderId, ({ status, attempts }) => expect([status, attempts.length]).toEqual(['sent', 2]));
    }, 60_000);

    it('AC-11 the language: the retry is in the new one', async () => {
      const { orderId, userId } = await aWaitingRetry();
      await system.setPreferences(userId, { ...ALL_ON, language: 'es' });
      system.clock.advance(AFTER_FIRST_RETRY);

      const { id } = await untilOn('email', orderId, ({ status }) => expect(status).toBe('sent'));
      const [message] = (await system.sandbox.messages({ notificationId: id })).items;
      expect(message?.text).toMatch(/pedido/i);
    }, 60_000);
  });

  describe('for the morning', () => {
    /** A text that fell due at 23:10 in UTC, which is this customer's zone. */
    async function aTextAtNight() {
      system.clock.travelTo(nextAt(system.clock.now(), 23, 10));
      const event = anEvent();
      const { orderId, userId, recipient } = event.data;
      const preferences = { ...ALL_ON, quietHours: NIGHT, timeZone: 'UTC' };
      await system.setPreferences(userId, preferences);
      await system.publish(event);
      await system.untilStatuses(orderId, { email: 'sent', sms: 'pending/quiet_hours', in_app: 'sent' });
      return { orderId, userId, preferences, number: recipient?.phone ?? '' };
    }

    const travelToMorning = () => system.clock.travelTo(nextAt(system.clock.now(), 8, 2));

    it.each([
      ['the channel off', { channels: { email: true, sms: false, in_app: true } }, 'channel_off'],
      ['everything off', { globalEnabled: false }, 'global_off'],
      ['the type off', { types: { order_confirmed: { enabled: false } } }, 'type_off'],
    ] as const)(
      'AC-11 %s: the text is not sent, and says why',
      async (_what, change, reason) => {
        const { orderId, userId, preferences, number } = await aTextAtNight();
        await system.setPreferences(userId, { ...preferences, ...change });
        travelToMorning();

        await system.untilStatuses(orderId, { sms: `suppressed/${reason}` });
        expect(await requestsTo(number)).toBe(0);
      },
      60_000,
    );

    it('AC-11 nothing: the text is sent', async () => {
      const { orderId, number } = await aTextAtNight();
      travelToMorning();

      await system.untilStatuses(orderId, { sms: 'sent' });
      expect(await requestsTo(number)).toBe(1);
    }, 60_000);

    it('AC-11 quiet hours that end later: the text waits for their end', async () => {
      const { orderId, userId, preferences, number } = await aTextAtNight();
      await system.setPreferences(userId, { ...preferences, quietHours: { ...NIGHT, end: '10:00' } });
      travelToMorning();
      const end = nextAt(new Date(system.clock.now().getTime() - HOUR), 10, 0).getTime();
      const { nextAttemptAt } = await untilOn('sms', orderId, (document) =>
        expect(Date.parse(document.nextAttemptAt ?? '')).toBeGreaterThanOrEqual(end),
      );
      expect(await requestsTo(number)).toBe(0);

      system.clock.travelTo(new Date(Date.parse(nextAttemptAt ?? '') + SECOND));
      await system.untilStatuses(orderId, { sms: 'sent' });
    }, 60_000);
  });
});

/** The next time that clocks in UTC show this. */
function nextAt(now: Date, hours: number, minutes: number): Date {
  const at = new Date(now);
  at.setUTCHours(hours, minutes, 0, 0);
  if (at <= now) at.setUTCDate(at.getUTCDate() + 1);
  return at;
}

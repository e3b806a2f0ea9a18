import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import type { NotificationDocument, OrderData } from '#contracts';
import { anOrderEvent } from '../builders/order-events.js';
import { eventually } from '../system/eventually.js';
import { HOUR, MINUTE, SECOND } from '../system/test-clock.js';
import { TestSystem } from '../system/test-system.js';

const NIGHT = { enabled: true, start: '22:00', end: '08:00' };
const ALL_ON = { channels: { email: true, sms: true, in_app: true }, quietHours: NIGHT };
/** The due poll looks every second: after this long, it would have found a row that fell due too early. */
const ONE_POLL_MS = 1_300;
/** Releases are spread over a minute. */
const SPREAD = MINUTE;

describe('quiet hours', () => {
  let system: TestSystem;
  beforeAll(async () => {
    system = await TestSystem.start();
  }, 90_000);
  afterAll(() => system.stop(), 30_000);

  const travelTo = (zone: string, time: string) => system.clock.travelTo(nextTime(system.clock.now(), zone, time));

  /** The clock travels in these tests: events have to keep up, or they are too old. */
  const anEvent = (data: Partial<OrderData<'order_confirmed'>> = {}, time = system.clock.now()) =>
    anOrderEvent('order_confirmed', { time, data });

  async function smsOf(orderId: string): Promise<NotificationDocument> {
    const sms = (await system.notificationsOf(orderId)).find(({ channel }) => channel === 'sms');
    if (sms === undefined) throw new Error('no text message yet');
    return sms;
  }

  const textsTo = async (number: string) => (await system.sandbox.messages({ to: number })).items;

  /** A text that fell due at 23:00 where the customer is. */
  async function aTextAtNight(zone: string, preferences: object = {}) {
    travelTo(zone, '23:00');
    const event = anEvent();
    const { orderId, userId, recipient } = event.data;
    const all = { ...ALL_ON, timeZone: zone, ...preferences };
    await system.setPreferences(userId, all);
    await system.publish(event);
    await system.untilStatuses(orderId, { email: 'sent', sms: 'pending/quiet_hours', in_app: 'sent' });
    return { orderId, userId, preferences: all, number: recipient?.phone ?? '' };
  }

  /** Checks that a text waits for `time` where the customer is, is not sent before, and then is, once. */
  async function expectSentAt(orderId: string, number: string, zone: string, time: string): Promise<void> {
    const end = nextTime(system.clock.now(), zone, time);
    await eventually(async () => {
      const { status, reason, nextAttemptAt } = await smsOf(orderId);
      const late = Date.parse(nextAttemptAt ?? '') - end.getTime();
      expect({ status, reason, inTime: 0 <= late && late <= SPREAD }).toEqual({
        status: 'pending',
        reason: 'quiet_hours',
        inTime: true,
      });
    });
    system.clock.travelTo(new Date(end.getTime() - 5 * SECOND));
    await pause(ONE_POLL_MS);
    expect(await textsTo(number)).toEqual([]);
    system.clock.travelTo(new Date(end.getTime() + SPREAD));
    await system.untilStatuses(orderId, { sms: 'sent' });
    const [text, ...others] = await textsTo(number);
    expect(others).toEqual([]);
    expect(Date.parse(text?.at ?? '')).toBeGreaterThanOrEqual(end.getTime());
  }

  it('AC-04 a text due at 23:00 is sent at 08:00; email and in-app go at once', async () => {
    const { orderId, number } = await aTextAtNight('Europe/Madrid');
    await expectSentAt(orderId, number, 'Europe/Madrid', '08:00');
  }, 60_000);

  it('AC-04 where no zone is named, that of the phone number counts', async () => {
    travelTo('Europe/Paris', '23:00');
    const number = '+33612345678';
    const event = anEvent({ recipient: { phone: number } });
    await system.setPreferences(event.data.userId, ALL_ON);
    await system.publish(event);
    await expectSentAt(event.data.orderId, number, 'Europe/Paris', '08:00');
  }, 60_000);

  it('AC-04 where the number’s country has several zones, none of them may be quiet', async () => {
    travelTo('America/New_York', '09:00');
    const event = anEvent({ recipient: { phone: '+12125550177' } });
    await system.setPreferences(event.data.userId, ALL_ON);
    await system.publish(event);
    await expectSentAt(event.data.orderId, '+12125550177', 'Pacific/Honolulu', '08:00');
  }, 60_000);

  it('AC-04 of a customer whose number only the directory knows, too', async () => {
    travelTo('Europe/Rome', '23:00');
    const event = anEvent({ recipient: {} });
    const { orderId, userId } = event.data;
    await system.setPreferences(userId, ALL_ON);
    const phone = '+393331234567';
    await system.publishCustomer({
      id: `${userId}-1`,
      type: 'customer.upserted',
      time: system.clock.now(),
      data: { userId, phone },
    });
    await system.publish(event);
    await expectSentAt(orderId, phone, 'Europe/Rome', '08:00');
  }, 60_000);

  it('AC-04 an event that comes late counts by when it comes', async () => {
    travelTo('Europe/Madrid', '23:00');
    const evening = anEvent({}, new Date(system.clock.now().getTime() - 3 * HOUR));
    const { orderId, userId, recipient } = evening.data;
    await system.setPreferences(userId, { ...ALL_ON, timeZone: 'Europe/Madrid' });
    await system.publish(evening);
    await expectSentAt(orderId, recipient?.phone ?? '', 'Europe/Madrid', '08:00');

    const night = anEvent({ userId, recipient }, new Date(system.clock.now().getTime() - 5 * HOUR));
    await system.publish(night);
    await system.untilStatuses(night.data.orderId, { sms: 'sent' });
  }, 60_000);

  describe('that change while a text waits', () => {
    it('AC-04 the customer moves east: morning comes earlier', async () => {
      const { orderId, userId, preferences, number } = await aTextAtNight('America/Los_Angeles');
      await system.setPreferences(userId, { ...preferences, timeZone: 'America/New_York' });
      await expectSentAt(orderId, number, 'America/New_York', '08:00');
    }, 60_000);

    it('AC-04 the customer moves west: morning comes later', async () => {
      const { orderId, userId, preferences, number } = await aTextAtNight('Europe/Madrid');
      await system.setPreferences(userId, { ...preferences, timeZone: 'Europe/Lisbon' });
      await expectSentAt(orderId, number, 'Europe/Lisbon', '08:00');
    }, 60_000);

    it.each(['Asia/Tokyo', 'America/Los_Angeles'])(
      'AC-04 the customer moves to where it is day, %s: the text is sent at once',
      async (zone) => {
        const { orderId, userId, preferences, number } = await aTextAtNight('Atlantic/Azores');
        await system.setPreferences(userId, { ...preferences, timeZone: zone });
        await system.untilStatuses(orderId, { sms: 'sent' });
        expect(await textsTo(number)).toHaveLength(1);
      },
      60_000,
    );

    it('AC-04 the directory says that the customer has moved: the text is sent at once', async () => {
      const { orderId, userId } = await aTextAtNight('America/Los_Angeles', { timeZone: null });
      const time = system.clock.now();
      const data = { userId, timeZone: 'Asia/Tokyo' };
      await system.publishCustomer({
        id: `${userId}-1`,
        type: 'customer.upserted',
        time,
        data,
      });
      await system.untilStatuses(orderId, { sms: 'sent' });
    }, 60_000);

    it('AC-04 quiet hours are switched off: the text is sent at once', async () => {
      const { orderId, userId, preferences } = await aTextAtNight('Europe/Madrid');
      await system.setPreferences(userId, { ...preferences, quietHours: { enabled: false } });
      await system.untilStatuses(orderId, { sms: 'sent' });
    }, 60_000);

    it('AC-04 the channel is switched off: the text is not sent, and says so at once', async () => {
      const { orderId, userId, preferences, number } = await aTextAtNight('Europe/Madrid');
      await system.setPreferences(userId, { ...preferences, channels: { ...ALL_ON.channels, sms: false } });
      await system.untilStatuses(orderId, { sms: 'suppressed/channel_off' });
      travelTo('Europe/Madrid', '08:02');
      await pause(ONE_POLL_MS);
      expect(await textsTo(number)).toEqual([]);
    }, 60_000);
  });

  describe('over a change of clocks', () => {
    it.each([
      ['a shorter night', 'America/New_York', '2027-03-13T12:00', 9 * HOUR - HOUR],
      ['a shorter night', 'Europe/Madrid', '2027-03-27T12:00', 9 * HOUR - HOUR],
      ['a night longer by half an hour', 'Australia/Lord_Howe', '2027-04-03T12:00', 9 * HOUR + 30 * MINUTE],
      ['a longer night', 'Europe/Madrid', '2027-10-30T12:00', 9 * HOUR + HOUR],
    ])(
      'AC-04 %s ends at 08:00: %s, %s',
      async (_how, zone, noon, night) => {
        system.clock.travelTo(new Date(Temporal.PlainDateTime.from(noon).toZonedDateTime(zone).epochMilliseconds));
        const { orderId, number } = await aTextAtNight(zone);
        const wait = nextTime(system.clock.now(), zone, '08:00').getTime() - system.clock.now().getTime();
        expect(Math.abs(wait - night)).toBeLessThan(MINUTE);
        await expectSentAt(orderId, number, zone, '08:00');
      },
      60_000,
    );
  });
});

describe('the end of the night for many', () => {
  const CUSTOMERS = 10;
  const TEXTS_EACH = 200;
  const BACKLOG = CUSTOMERS * TEXTS_EACH;
  const RATE = 200;
  /** What may be claimed at once, and on its way to the provider side by side. */
  const OUT_OF_STEP = 200;

  let system: TestSystem;
  beforeAll(async () => {
    system = await TestSystem.start({ SMS_RATE_LIMIT: String(RATE), DAILY_CAP: '100000' });
  }, 90_000);
  afterAll(() => system.stop(), 30_000);

  const textsSince = async (since: Date) =>
    (await system.sandbox.messages({ provider: 'twilio', since: since.toISOString(), limit: 10_000, content: 'false' }))
      .items;

  /** When each waiting text of a customer falls due, by its id. */
  async function dueTimes(userId: string): Promise<[string, number][]> {
    const token = await system.token('order-service', 'notifications:service');
    const found: [string, number][] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const query = new URLSearchParams({ userId, status: 'pending', limit: '100', ...(cursor && { cursor }) });
      const answer = await system.call('GET', `/notifications?${query.toString()}`, { token });
      const page = (await answer.json()) as { items: NotificationDocument[]; nextCursor: string | null };
      found.push(...page.items.map(({ id, nextAttemptAt }): [string, number] => [id, Date.parse(nextAttemptAt ?? '')]));
      cursor = page.nextCursor;
    }
    return found;
  }

  it('AC-04 thousands of texts go oldest first, at the provider’s rate, and hold up no fresh one', async () => {
    const onlySms = { channels: { email: false, sms: true, in_app: false }, timeZone: 'Europe/Madrid' };
    const customers = Array.from({ length: CUSTOMERS }, (_, i) => `early-sleeper-${i}`);
    for (const userId of customers) await system.setPreferences(userId, { ...onlySms, quietHours: NIGHT });
    await system.setPreferences('night-owl', { ...onlySms, quietHours: { enabled: false } });
    const textsTo = (userId: string, count: number, phone: string) => {
      const data = { userId, recipient: { phone } };
      return Array.from({ length: count }, () => anOrderEvent('order_confirmed', { time: system.clock.now(), data }));
    };

    system.clock.travelTo(nextTime(system.clock.now(), 'Europe/Madrid', '23:00'));
    const start = system.clock.now();
    for (const [i, userId] of customers.entries()) {
      await system.publish(...textsTo(userId, TEXTS_EACH, `+3460011122${i}`));
    }
    const due = await eventually(async () => {
      const all = new Map((await Promise.all(customers.map(dueTimes))).flat());
      expect(all.size).toBe(BACKLOG);
      return all;
    }, 60_000);
    expect(await textsSince(start)).toEqual([]);

    const morning = nextTime(system.clock.now(), 'Europe/Madrid', '08:00').getTime();
    const lateness = [...due.values()].map((at) => at - morning);
    expect(Math.min(...lateness)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...lateness)).toBeLessThanOrEqual(SPREAD);
    system.clock.travelTo(new Date(morning + SPREAD));

    await eventually(async () => expect((await textsSince(start)).length).toBeGreaterThan(100));
    const fresh = textsTo('night-owl', 5, '+34600111299');
    await system.publish(...fresh);
    const texts = await eventually(async () => {
      const all = await textsSince(start);
      expect(all).toHaveLength(BACKLOG + fresh.length);
      return [...all].sort((a, b) => a.id - b.id);
    }, 120_000);

    const released = texts.flatMap(({ notificationId }) => due.get(notificationId ?? '') ?? []);
    const inOrder = [...released].sort((a, b) => a - b);
    expect(released).toHaveLength(BACKLOG);
    const outOfStep = released.map((at, i) => Math.abs(inOrder.indexOf(at) - i));
    expect(Math.max(...outOfStep)).toBeLessThan(OUT_OF_STEP);

    const lastFresh = texts.findLastIndex(({ notificationId }) => !due.has(notificationId ?? ''));
    expect(lastFresh).toBeLessThan(texts.length - OUT_OF_STEP);

    const took = Date.parse(texts.at(-1)?.at ?? '') - Date.parse(texts[0]?.at ?? '');
    expect(took).toBeGreaterThan((BACKLOG / RATE) * SECOND * 0.9);
  }, 240_000);
});

/** The next time that the clocks of a zone show this. */
function nextTime(now: Date, zone: string, time: string): Date {
  const local = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(zone);
  const today = local.withPlainTime(time);
  const next = today.epochMilliseconds > now.getTime() ? today : local.add({ days: 1 }).withPlainTime(time);
  return new Date(next.epochMilliseconds);
}

import { afterEach, describe, expect, it } from '@jest/globals';
import { DEFAULT_PREFERENCES, type OrderEvent, type Preferences } from '#contracts';
import { anOrderEvent } from '../builders/order-events.js';
import { seededShuffle } from '../system/shuffled.js';
import { Pipeline } from '../system/pipeline.js';
import { ScriptedSender } from '../system/scripted-sender.js';
import { HOUR, MINUTE } from '../system/test-clock.js';

const EMAIL_ONLY = { email: true, sms: false, in_app: false };

const shuffled = seededShuffle();

describe('the daily cap', () => {
  let pipeline: Pipeline;
  afterEach(() => pipeline.stop());

  async function start(cap: number, startAt?: string): Promise<void> {
    pipeline = await Pipeline.start({ DAILY_CAP: String(cap) }, startAt === undefined ? undefined : new Date(startAt));
  }

  /** The clock travels in these tests: events have to keep up, or they are too old. */
  const anEvent = (userId: string) => anOrderEvent('order_confirmed', { time: pipeline.clock.now(), data: { userId } });

  const choose = (userId: string, wanted: Partial<Preferences>) =>
    pipeline.preferences().change(userId, 'preferences_api', () => ({ ...DEFAULT_PREFERENCES, ...wanted }));

  /** What becomes of one more email to this customer. */
  async function oneMore(userId: string): Promise<string> {
    const { email } = await pipeline.dispatch(anEvent(userId));
    return email.reason ?? email.status;
  }

  const countsOf = (userId: string) =>
    pipeline.database.query<{ date: string; count: number }>(
      `SELECT local_date::text AS date, count FROM daily_count WHERE user_id = $1 AND count > 0 ORDER BY local_date`,
      [userId],
    );

  describe('AC-12 counts by the customer’s calendar', () => {
    it.each([
      // Half past ten in the morning in UTC is three different dates on earth.
      ['Pacific/Kiritimati', '2026-11-22T10:30:00Z', '2026-11-23'],
      ['Europe/Madrid', '2026-11-22T10:30:00Z', '2026-11-22'],
      ['Pacific/Pago_Pago', '2026-11-22T10:30:00Z', '2026-11-21'],
      // Offsets that are no whole hours.
      ['Asia/Kathmandu', '2026-11-22T18:14:00Z', '2026-11-22'],
      ['Asia/Kathmandu', '2026-11-22T18:15:00Z', '2026-11-23'],
      ['Pacific/Chatham', '2026-11-22T10:14:00Z', '2026-11-22'],
      ['Pacific/Chatham', '2026-11-22T10:15:00Z', '2026-11-23'],
      // The hour that exists twice, and the hour that does not exist, belong to one date.
      ['America/New_York', '2026-11-01T06:30:00Z', '2026-11-01'],
      ['Europe/Madrid', '2026-03-29T01:00:00Z', '2026-03-29'],
    ])('in %s, %s is %s', async (timeZone, instant, date) => {
      await start(1, instant);
      await choose('ana', { channels: EMAIL_ONLY, timeZone });
      expect([await oneMore('ana'), await oneMore('ana')]).toEqual(['pending', 'daily_cap']);
      expect(await countsOf('ana')).toEqual([{ date, count: 1 }]);
    });

    it.each([
      ['east of the date line', 'Pacific/Auckland', '2026-11-22T10:55:00Z'],
      ['west of the date line', 'Pacific/Pago_Pago', '2026-11-22T10:55:00Z'],
      // Samoa went from the 29th of December 2011 to the 31st.
      ['across a date that never was', 'Pacific/Apia', '2011-12-30T09:55:00Z'],
      // In Cairo, midnight itself was skipped: the day began at one.
      ['where the day begins at one', 'Africa/Cairo', '2026-04-23T21:55:00Z'],
    ])('begins again at midnight %s', async (_where, timeZone, fiveToMidnight) => {
      await start(1, fiveToMidnight);
      await choose('ana', { channels: EMAIL_ONLY, timeZone });
      expect([await oneMore('ana'), await oneMore('ana')]).toEqual(['pending', 'daily_cap']);
      pipeline.clock.advance(4 * MINUTE);
      expect(await oneMore('ana')).toBe('daily_cap');
      pipeline.clock.advance(MINUTE);
      expect([await oneMore('ana'), await oneMore('ana')]).toEqual(['pending', 'daily_cap']);
    });

    it('whose zone is the one in force when it is planned', async () => {
      await start(1, '2026-11-22T10:30:00Z');
      await choose('ana', { channels: EMAIL_ONLY, timeZone: 'Pacific/Pago_Pago' });
      expect(await oneMore('ana')).toBe('pending');
      await choose('ana', { channels: EMAIL_ONLY, timeZone: 'Pacific/Kiritimati' });
      expect([await oneMore('ana'), await oneMore('ana')]).toEqual(['pending', 'daily_cap']);
      expect(await countsOf('ana')).toHaveLength(2);
    });
  });

  it('AC-12 a text that waits for the morning counts on the day on which it is due', async () => {
    await start(1, '2026-11-22T22:30:00Z'); // 23:30 in Madrid
    const channels = { email: true, sms: true, in_app: false };
    await choose('ana', { channels, timeZone: 'Europe/Madrid' });
    const { email, sms } = await pipeline.dispatch(anEvent('ana'));
    expect([email.status, sms.reason]).toEqual(['pending', 'quiet_hours']);
    expect(await countsOf('ana')).toEqual([
      { date: '2026-11-22', count: 1 },
      { date: '2026-11-23', count: 1 },
    ]);
    pipeline.clock.advance(HOUR);
    expect(await oneMore('ana')).toBe('daily_cap');
  });

  it('AC-12 what does not go out does not count, and nothing is given back', async () => {
    await start(2);
    await choose('ana', { channels: EMAIL_ONLY });
    const long = new Date(pipeline.clock.now().getTime() - 73 * HOUR);
    await pipeline.dispatch({ ...anEvent('ana'), time: long });
    const { email } = await pipeline.dispatch(anEvent('ana'));
    const sender = new ScriptedSender('email');
    sender.next({ outcome: 'permanent', code: 'refused' });
    await pipeline.deliverFresh(pipeline.worker(sender), [email.id]);
    expect(await pipeline.status(email.id)).toBe('failed/provider_rejected');
    expect([await oneMore('ana'), await oneMore('ana')]).toEqual(['pending', 'daily_cap']);
  });

  it('AC-12 within an event the order is email, SMS, in-app', async () => {
    await start(2);
    const channels = { email: true, sms: true, in_app: true };
    await choose('ana', { channels, quietHours: { ...DEFAULT_PREFERENCES.quietHours, enabled: false } });
    const { email, sms, in_app: inApp } = await pipeline.dispatch(anEvent('ana'));
    expect([email, sms, inApp].map(({ status }) => status)).toEqual(['pending', 'pending', 'suppressed']);
    expect(inApp).toMatchObject({ reason: 'daily_cap', inboxSeq: null });
  });

  it('AC-12 is exact while dispatchers read the same events at once, whatever else they read', async () => {
    await start(50);
    const busy = ['ana', 'ben', 'cleo'];
    for (const userId of busy) await choose(userId, { channels: EMAIL_ONLY });
    const events = busy.flatMap((userId) => Array.from({ length: 70 }, () => anEvent(userId)));
    const others = Array.from({ length: 60 }, (_, i) => anEvent(`other-${i}`));
    const dispatchers = Array.from({ length: 4 }, () => pipeline.dispatcher());
    // A rebalance has two of them read the same messages; batches cut the customers' events anywhere.
    await Promise.all(
      dispatchers.map(async (dispatcher) => {
        for (const batch of batches(shuffled([...events, ...others]), 37)) await dispatcher.dispatch(batch);
      }),
    );

    const rows = await pipeline.rows();
    for (const userId of busy) {
      const orders = new Set(events.filter(({ data }) => data.userId === userId).map(({ data }) => data.orderId));
      const emails = rows.filter(({ orderId, channel }) => channel === 'email' && orders.has(orderId));
      const outcomes = emails.map(({ status, reason }) => reason ?? status).sort();
      expect(outcomes).toEqual([...Array<string>(20).fill('daily_cap'), ...Array<string>(50).fill('pending')]);
      expect((await countsOf(userId)).map(({ count }) => count)).toEqual([50]);
    }
  }, 30_000);
});

function batches(events: readonly OrderEvent[], size: number): OrderEvent[][] {
  const count = Math.ceil(events.length / size);
  return Array.from({ length: count }, (_, i) => events.slice(i * size, (i + 1) * size));
}

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NotificationDocument } from '#contracts';
import { randomUUID } from 'node:crypto';
import { anOrderEvent } from '../builders/order-events.js';
import { eventually } from '../system/eventually.js';
import { HOUR } from '../system/test-clock.js';
import { TestSystem } from '../system/test-system.js';

const CAP = 50;
const EMAIL_ONLY = { channels: { email: true, sms: false, in_app: false }, timeZone: 'Asia/Tokyo' };

describe('the daily cap', () => {
  let system: TestSystem;
  beforeAll(async () => {
    system = await TestSystem.start();
    // Noon in Tokyo: no day ends in the middle of a test.
    system.clock.travelTo(nextNoonInTokyo(system.clock.now()));
  }, 90_000);
  afterAll(() => system.stop(), 30_000);

  /** Events of one customer, for one address. */
  function eventsOf(userId: string, count: number) {
    const recipient = { email: `${userId}@example.com` };
    return Array.from({ length: count }, () =>
      anOrderEvent('order_confirmed', { time: system.clock.now(), data: { userId, recipient } }),
    );
  }

  /** The customer's emails, once there are as many and none of them waits any more. */
  function untilDone(userId: string, count: number): Promise<NotificationDocument[]> {
    return eventually(async () => {
      const emails = (await notificationsOf(userId)).filter(({ channel }) => channel === 'email');
      if (emails.length < count) throw new Error(`${emails.length} of ${count} emails are planned`);
      if (emails.some(({ status }) => status === 'pending' || status === 'sending')) throw new Error('some still wait');
      return emails;
    });
  }

  async function notificationsOf(userId: string): Promise<NotificationDocument[]> {
    const token = await system.token('agent', 'notifications:support');
    const found: NotificationDocument[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const query = new URLSearchParams({ userId, limit: '100', ...(cursor === '' ? {} : { cursor }) });
      const answer = await system.call('GET', `/notifications?${query.toString()}`, { token });
      const page = (await answer.json()) as { items: NotificationDocument[]; nextCursor: string | null };
      found.push(...page.items);
      cursor = page.nextCursor;
    }
    return found;
  }

  const acceptedFor = async (userId: string) =>
    (await system.sandbox.messages({ to: `${userId}@example.com`, limit: 200 })).items.length;

  it('AC-12 the 51st notification of a customer’s day is suppressed and says so; the next day begins at zero', async () => {
    const userId = `customer-${randomUUID()}`;
    await system.setPreferences(userId, EMAIL_ONLY);
    await system.publish(...eventsOf(userId, CAP));
    const first = await untilDone(userId, CAP);
    expect(first.map(({ status }) => status)).toEqual(Array(CAP).fill('sent'));

    const [oneTooMany] = eventsOf(userId, 1);
    if (oneTooMany === undefined) throw new Error('there is no 51st event');
    await system.publish(oneTooMany);
    const documents = await system.untilStatuses(oneTooMany.data.orderId, { email: 'suppressed/daily_cap' });
    const email = documents.find(({ channel }) => channel === 'email');
    expect(email).toMatchObject({ attempts: [], sentAt: null, nextAttemptAt: null });
    expect(email?.timeline.at(-1)).toMatchObject({
      event: 'suppressed',
      detail: expect.stringContaining('the most notifications'),
    });
    expect(await acceptedFor(userId)).toBe(CAP);

    system.clock.advance(24 * HOUR);
    const [tomorrow] = eventsOf(userId, 1);
    if (tomorrow === undefined) throw new Error('there is no event of tomorrow');
    await system.publish(tomorrow);
    await system.untilStatuses(tomorrow.data.orderId, { email: 'sent' });
    expect(await acceptedFor(userId)).toBe(CAP + 1);
  }, 90_000);

  it('AC-12 a burst over all partitions stops at 50, whichever of them those are', async () => {
    const userId = `customer-${randomUUID()}`;
    await system.setPreferences(userId, EMAIL_ONLY);
    await system.publish(...eventsOf(userId, 80));
    const all = await untilDone(userId, 80);
    const of = (status: string) => all.filter((each) => each.status === status);
    expect([of('sent').length, of('suppressed').length]).toEqual([CAP, 30]);
    expect(new Set(of('suppressed').map(({ reason }) => reason))).toEqual(new Set(['daily_cap']));
    expect(await acceptedFor(userId)).toBe(CAP);
  }, 90_000);
});

function nextNoonInTokyo(now: Date): Date {
  const noon = new Date(now);
  noon.setUTCHours(3, 0, 0, 0);
  if (noon <= now) noon.setUTCDate(noon.getUTCDate() + 1);
  return noon;
}

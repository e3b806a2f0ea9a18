import { describe, expect, it } from '@jest/globals';
import { DEFAULT_PREFERENCES } from '#contracts';
import type { CustomerRecord } from '#database';
import { anOrderEvent } from '../../../test/builders/order-events.js';
import {
  type IncomingEvent,
  type Plan,
  capPlans,
  dayKeysOf,
  orderEventRow,
  planEvent,
  rowsOf,
  shipmentNewsIn,
} from './event-planner.js';

const NOW = new Date('2026-11-25T20:00:00Z');
const POLICY = {
  eventMaxAgeMs: { email: 72 * 3_600_000, sms: 72 * 3_600_000, in_app: 72 * 3_600_000 },
  defaultTimeZone: 'UTC',
  retryDelays: { email: [60_000], sms: [60_000], in_app: [60_000] },
};
const PHONE_HASH = Buffer.from('phone of the event');
/** Of the same address, under a key that is in use no more. */
const OLDER_HASH = Buffer.from('under the key before');

const anIncoming = (userId = 'ana', overrides: Partial<IncomingEvent> = {}): IncomingEvent => ({
  orderEventId: `event of ${userId}`,
  event: anOrderEvent('order_confirmed', { time: NOW, data: { userId } }),
  emailHash: Buffer.from('email of the event'),
  phoneHash: PHONE_HASH,
  ...overrides,
});

const aCustomer = (userId = 'ana', overrides: Partial<CustomerRecord> = {}): CustomerRecord => ({
  userId,
  preferences: DEFAULT_PREFERENCES,
  directory: null,
  erased: false,
  smsConsent: null,
  ...overrides,
});

const smsOn = { ...DEFAULT_PREFERENCES, channels: { email: true, sms: true, in_app: true } };

function plan(
  incoming: IncomingEvent,
  customer = aCustomer(),
  suppressed: string[] = [],
  stale: IncomingEvent[] = [],
): Plan[] {
  const customers = new Map([[customer.userId, customer]]);
  const { emailHash, phoneHash } = incoming;
  const addresses = new Map([[incoming, { email: hashes(emailHash), sms: hashes(phoneHash) }]]);
  const unpaused = { pauses: [], keys: new Map() };
  const facts = { customers, addresses, suppressed: new Set(suppressed), stale: new Set(stale), ...unpaused };
  return planEvent(incoming, facts, POLICY, NOW);
}

const hashes = (hash: Buffer | null) => (hash === null ? [] : [OLDER_HASH, hash]);

const decisions = (plans: readonly Plan[]) =>
  Object.fromEntries(plans.map(({ channel, decision }) => [channel, 'reason' in decision ? decision.reason : 'send']));

const counterIds = () => {
  let id = 0;
  return { nextFor: () => String((id += 1)), fraction: () => 0 };
};

describe('planning an event', () => {
  it('plans one notification per channel, whatever becomes of it', () => {
    expect(decisions(plan(anIncoming()))).toEqual({ email: 'send', sms: 'channel_off', in_app: 'send' });
    expect(decisions(plan(anIncoming(), aCustomer('ana', { erased: true })))).toEqual({
      email: 'erased',
      sms: 'erased',
      in_app: 'erased',
    });
  });

  it('suppresses the channel whose address is on the list, and no other', () => {
    const suppressed = [`sms:${PHONE_HASH.toString('hex')}`, `email:${PHONE_HASH.toString('hex')}`];
    const customer = aCustomer('ana', { preferences: smsOn, smsConsent: { granted: true, addressHash: null } });
    expect(decisions(plan(anIncoming(), customer, suppressed))).toEqual({
      email: 'send',
      sms: 'suppression_list',
      in_app: 'send',
    });
  });

  it.each([
    ['the number of the event', PHONE_HASH, 'send'],
    ['the number of the event, under an older key', OLDER_HASH, 'send'],
    ['another number', Buffer.from('other'), 'no_consent'],
    ['whichever number comes next', null, 'send'],
  ])('sends texts under consent for %s: %s', (_words, addressHash, sms) => {
    const quietOff = { ...smsOn, quietHours: { ...smsOn.quietHours, enabled: false } };
    const customer = aCustomer('ana', { preferences: quietOff, smsConsent: { granted: true, addressHash } });
    expect(decisions(plan(anIncoming(), customer))).toMatchObject({ sms });
  });
});

describe('news of packages', () => {
  const shipped = (userId: string, secondsFromNow: number) =>
    anIncoming(userId, {
      event: anOrderEvent('order_shipped', {
        time: new Date(NOW.getTime() + secondsFromNow * 1_000),
        data: { userId, orderId: `order of ${userId}` },
      }),
    });
  const customers = new Map([
    ['ana', aCustomer('ana')],
    ['erased', aCustomer('erased', { erased: true })],
  ]);

  it('that is stale is superseded on every channel, and counts nowhere', () => {
    const stale = shipped('ana', -1);
    const plans = plan(stale, aCustomer(), [], [stale]);
    expect(decisions(plans)).toEqual({ email: 'overtaken', sms: 'overtaken', in_app: 'overtaken' });
    expect(dayKeysOf(plans)).toEqual([]);
    expect(decisions(plan(shipped('ana', -1), aCustomer(), [], [stale]))).toMatchObject({ email: 'send' });
  });

  it('is that of the batch, in its order, as of now where it comes from the future', () => {
    const batch = [shipped('ana', 5), anIncoming('ana'), shipped('ana', -5)];
    const news = shipmentNewsIn(batch, customers, NOW);
    expect(news.map(({ incoming }) => incoming)).toEqual([batch[0], batch[2]]);
    expect(news.map(({ time }) => time)).toEqual([NOW, new Date(NOW.getTime() - 5_000)]);
    expect(news[0]).toMatchObject({ orderId: 'order of ana', shipmentId: 's-1', stage: 'order_shipped' });
  });

  it('of an erased customer is not kept', () => {
    expect(shipmentNewsIn([shipped('erased', -1)], customers, NOW)).toEqual([]);
  });
});

describe('the daily cap', () => {
  const cap = (plans: Plan[], counted: number, limit: number) => {
    const keys = dayKeysOf(plans);
    return capPlans(
      plans,
      keys,
      keys.map(() => counted),
      limit,
    );
  };

  it('counts each planned send once and suppresses what exceeds it, in the order email, SMS, in-app', () => {
    const { plans, added } = cap(plan(anIncoming()), 48, 50);
    expect(decisions(plans)).toEqual({ email: 'send', sms: 'channel_off', in_app: 'send' });
    expect(added).toEqual([2]);

    const over = cap(plan(anIncoming()), 49, 50);
    expect(decisions(over.plans)).toEqual({ email: 'send', sms: 'channel_off', in_app: 'daily_cap' });
    expect(over.added).toEqual([1]);
  });

  it('counts customers and days apart', () => {
    const plans = [...plan(anIncoming('ana')), ...plan(anIncoming('ben'), aCustomer('ben'))];
    expect(dayKeysOf(plans)).toEqual([
      { userId: 'ana', localDate: '2026-11-25' },
      { userId: 'ben', localDate: '2026-11-25' },
    ]);
    expect(cap(plans, 0, 2).added).toEqual([2, 2]);
  });

  it('does not count what is not sent', () => {
    const plans = plan(anIncoming(), aCustomer('ana', { erased: true }));
    expect(dayKeysOf(plans)).toEqual([]);
  });
});

describe('rows', () => {
  it('are always logged, and queued only while work remains', () => {
    const { notifications, queue } = rowsOf(plan(anIncoming()), counterIds(), NOW);
    expect(notifications.map(({ channel, status, reason }) => [channel, status, reason])).toEqual([
      ['email', 'pending', null],
      ['sms', 'suppressed', 'channel_off'],
      ['in_app', 'pending', null],
    ]);
    expect(queue.map(({ channel }) => channel)).toEqual(['email', 'in_app']);
  });

  it('fall due five seconds later, in case their nudge is lost', () => {
    const { queue } = rowsOf(plan(anIncoming()), counterIds(), NOW);
    expect(queue.map(({ dueAt, waitReason }) => [dueAt, waitReason])).toEqual([
      [new Date('2026-11-25T20:00:05Z'), null],
      [new Date('2026-11-25T20:00:05Z'), null],
    ]);
  });

  it('that wait for the end of quiet hours are spread over a minute', () => {
    const timeZone = 'Asia/Tokyo'; // 05:00 there
    const customer = aCustomer('ana', {
      preferences: { ...smsOn, timeZone },
      smsConsent: { granted: true, addressHash: null },
    });
    const sources = { ...counterIds(), fraction: () => 0.5 };
    const { queue } = rowsOf(plan(anIncoming(), customer), sources, NOW);
    expect(queue.find(({ channel }) => channel === 'sms')).toMatchObject({
      dueAt: new Date('2026-11-25T23:00:30Z'),
      waitReason: 'quiet_hours',
    });
  });

  it('keep nothing of an event that was not sealed', () => {
    expect(orderEventRow(anIncoming(), null, NOW)).toMatchObject({
      payloadSealed: null,
      emailHash: null,
      phoneHash: null,
    });
  });

  it('count an event from the future as of now', () => {
    const event = anOrderEvent('order_confirmed', { time: new Date(NOW.getTime() + 60_000) });
    expect(orderEventRow(anIncoming('ana', { event }), null, NOW).eventTime).toEqual(NOW);
  });
});

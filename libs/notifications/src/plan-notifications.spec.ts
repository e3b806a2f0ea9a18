import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  CHANNELS,
  type Channel,
  DEFAULT_PREFERENCES,
  ORDER_DATA_EXAMPLES,
  type OrderEvent,
  type OrderRecipient,
} from '#contracts';
import {
  type Customer,
  type DirectoryEntry,
  type PlanPolicy,
  type PlannedNotification,
  addressOf,
  applyDailyCap,
  planNotifications,
  rulePolicy,
} from './plan-notifications.js';

const MINUTE = 60_000;
const NOW = new Date('2026-11-25T12:00:00Z');

const POLICY: PlanPolicy = {
  eventMaxAgeMs: { email: 72 * 60 * MINUTE, sms: 72 * 60 * MINUTE, in_app: 72 * 60 * MINUTE },
  retryDelays: { email: [1 * MINUTE], sms: [2 * MINUTE], in_app: [3 * MINUTE] },
};

const NOTHING_SUPPRESSED: ReadonlySet<Channel> = new Set();
const NOTHING_PAUSED = new Set<Channel>();

const ANA: OrderRecipient = { email: 'ana@example.com', phone: '+14155550123', timeZone: 'Europe/Madrid' };

function anEvent(recipient = ANA): OrderEvent {
  return {
    id: 'e-1',
    source: '/orders',
    type: 'order_shipped',
    time: NOW,
    data: { ...ORDER_DATA_EXAMPLES.order_shipped, recipient },
  };
}

function aCustomer(overrides: Partial<Customer> = {}): Customer {
  return {
    preferences: { ...DEFAULT_PREFERENCES, channels: { email: true, sms: true, in_app: true } },
    directory: aDirectoryEntry(),
    timeZones: ['UTC'],
    erased: false,
    smsConsent: true,
    ...overrides,
  };
}

function aDirectoryEntry(overrides: Partial<DirectoryEntry> = {}): DirectoryEntry {
  return { hasEmail: true, hasPhone: true, ...overrides };
}

const plan = (event: OrderEvent, customer: Customer, now = NOW) =>
  planNotifications(event, customer, NOTHING_SUPPRESSED, false, NOTHING_PAUSED, POLICY, now);

const kinds = (planned: readonly PlannedNotification[]) =>
  planned.map(({ decision }) => (decision.kind === 'send' ? 'send' : `${decision.kind}/${decision.reason}`));

describe('planning an event', () => {
  it('AC-08 with all channels on, an email, a text message and an in-app message are sent, in this order', () => {
    const planned = plan(anEvent(), aCustomer());
    expect(planned.map(({ channel }) => channel)).toEqual(['email', 'sms', 'in_app']);
    expect(kinds(planned)).toEqual(['send', 'send', 'send']);
  });

  it('says for each channel why nothing is sent', () => {
    const customer = aCustomer({ preferences: DEFAULT_PREFERENCES, directory: aDirectoryEntry({ hasEmail: false }) });
    expect(kinds(plan(anEvent({}), customer))).toEqual(['end/no_address', 'end/channel_off', 'send']);
  });

  it('leaves an erased customer in peace on every channel', () => {
    expect(kinds(plan(anEvent(), aCustomer({ erased: true })))).toEqual(CHANNELS.map(() => 'end/erased'));
  });

  it('applies suppression and pauses to their own channel only', () => {
    const [suppressed, paused] = [new Set<Channel>(['email']), new Set<Channel>(['sms'])];
    const planned = planNotifications(anEvent(), aCustomer(), suppressed, false, paused, POLICY, NOW);
    expect(kinds(planned)).toEqual(['end/suppression_list', 'wait/paused', 'send']);
  });

  it('waits for an unheard-of customer on the channel’s own schedule', () => {
    const [email, sms, inApp] = plan(anEvent({}), aCustomer({ directory: null }));
    expect(email?.decision).toMatchObject({ reason: 'no_recipient', until: new Date(NOW.getTime() + MINUTE) });
    expect(sms?.decision).toMatchObject({ reason: 'no_recipient', until: new Date(NOW.getTime() + 2 * MINUTE) });
    expect(inApp?.decision).toEqual({ kind: 'send' });
    expect(rulePolicy(POLICY, 'in_app')).toEqual({ eventMaxAgeMs: 72 * 60 * MINUTE, retryDelays: [3 * MINUTE] });
  });

  it('AC-04 of the zones a customer may be in, none may be quiet; days are those of the main one', () => {
    const evening = new Date('2026-11-25T18:00:00Z');
    const planned = plan(anEvent(), aCustomer({ timeZones: ['America/Los_Angeles', 'Asia/Tokyo'] }), evening);
    expect(planned.map(({ countsOn }) => countsOn)).toEqual(['2026-11-25', '2026-11-25', '2026-11-25']);
    expect(planned.map(({ decision }) => decision)).toEqual([
      { kind: 'send' },
      { kind: 'wait', until: new Date('2026-11-25T23:00:00Z'), reason: 'quiet_hours' },
      { kind: 'send' },
    ]);
  });

  it('counts a message on the local date of its first due time', () => {
    const late = new Date('2026-11-25T22:30:00Z');
    const planned = plan(anEvent(), aCustomer({ timeZones: ['Europe/Madrid'] }), late);
    expect(kinds(planned)).toEqual(['send', 'wait/quiet_hours', 'send']);
    expect(planned.map(({ countsOn }) => countsOn)).toEqual(['2026-11-25', '2026-11-26', '2026-11-25']);
  });
});

describe('an address', () => {
  it.each<[string, Channel, OrderRecipient | undefined, DirectoryEntry | null, string]>([
    ['is the event’s', 'email', { email: 'ana@example.com' }, null, 'known'],
    [
      'is the event’s, before the directory',
      'sms',
      { phone: '+14155550123' },
      aDirectoryEntry({ hasPhone: false }),
      'known',
    ],
    ['is the directory’s where the event has none', 'email', {}, aDirectoryEntry(), 'known'],
    ['is the directory’s where the event says null', 'sms', { phone: null }, aDirectoryEntry(), 'known'],
    ['is the directory’s where the event has no recipient', 'sms', undefined, aDirectoryEntry(), 'known'],
    [
      'is missing where the directory knows the customer without it',
      'email',
      {},
      aDirectoryEntry({ hasEmail: false }),
      'missing',
    ],
    [
      'is looked up field by field',
      'sms',
      { email: 'ana@example.com' },
      aDirectoryEntry({ hasPhone: false }),
      'missing',
    ],
    ['is unknown where nobody has heard of the customer', 'email', undefined, null, 'unknown'],
    ['is unknown where the event has only the other one', 'sms', { email: 'ana@example.com' }, null, 'unknown'],
    ['is not needed in the inbox', 'in_app', undefined, null, 'known'],
  ])('%s (%s)', (_, channel, recipient, directory, expected) => {
    expect(addressOf(channel, { data: { recipient } }, directory)).toBe(expected);
  });
});

describe('the daily cap', () => {
  const until = new Date('2026-11-26T07:00:00Z');
  const going = (channel: Channel): PlannedNotification => ({
    channel,
    decision: { kind: 'send' },
    countsOn: '2026-11-25',
  });
  const waiting = (channel: Channel): PlannedNotification => ({
    channel,
    decision: { kind: 'wait', until, reason: 'quiet_hours' },
    countsOn: '2026-11-26',
  });
  const ended = (channel: Channel): PlannedNotification => ({
    channel,
    decision: { kind: 'end', status: 'suppressed', reason: 'channel_off' },
    countsOn: '2026-11-25',
  });
  const CAPPED = { kind: 'end', status: 'suppressed', reason: 'daily_cap' };

  /** What a caller does with the counters of one customer. */
  function applyInOrder(planned: readonly PlannedNotification[], cap: number): PlannedNotification[] {
    const counted = new Map<string, number>();
    return planned.map((one) => {
      const before = counted.get(one.countsOn) ?? 0;
      const result = applyDailyCap(one, before, cap);
      if (result.decision.kind !== 'end') counted.set(one.countsOn, before + 1);
      return result;
    });
  }

  it('AC-12 suppresses the 51st notification of a customer’s day, and says so', () => {
    const day = Array.from({ length: 51 }, () => going('email'));
    const capped = applyInOrder(day, 50);
    expect(capped.slice(0, 50)).toEqual(day.slice(0, 50));
    expect(capped[50]).toEqual({ ...going('email'), decision: CAPPED });
  });

  it('reaches an event’s channels in the order email, SMS, in-app', () => {
    const capped = applyInOrder(CHANNELS.map(going), 2);
    expect(kinds(capped)).toEqual(['send', 'send', 'end/daily_cap']);
  });

  it('counts a waiting message on its own day', () => {
    expect(kinds(applyInOrder([going('email'), waiting('sms'), going('in_app')], 1))).toEqual([
      'send',
      'wait/quiet_hours',
      'end/daily_cap',
    ]);
  });

  it('keeps the reason of what is not going out anyway', () => {
    expect(applyDailyCap(ended('sms'), 50, 50)).toEqual(ended('sms'));
  });

  it('lets nothing out at a cap of 0', () => {
    expect(applyDailyCap(going('email'), 0, 0).decision).toEqual(CAPPED);
  });

  it('never lets out more than the cap a day, and wastes nothing on what is suppressed', () => {
    const one = fc
      .tuple(
        fc.constantFrom(going, waiting, ended),
        fc.constantFrom(...CHANNELS),
        fc.constantFrom('2026-11-25', '2026-11-26'),
      )
      .map(([make, channel, countsOn]) => ({ ...make(channel), countsOn }));
    fc.assert(
      fc.property(fc.array(one, { maxLength: 40 }), fc.integer({ min: 0, max: 10 }), (planned, cap) => {
        const capped = applyInOrder(planned, cap);
        for (const day of ['2026-11-25', '2026-11-26']) {
          const on = (all: readonly PlannedNotification[]) =>
            all.filter(({ countsOn, decision }) => countsOn === day && decision.kind !== 'end');
          expect(on(capped)).toEqual(on(planned).slice(0, cap));
        }
      }),
    );
  });
});

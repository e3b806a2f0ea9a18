import { describe, expect, it } from '@jest/globals';
import type { NotificationRecord, RecordedAttempt } from '#database';
import { type Background, NO_BACKGROUND } from './background.js';
import { timelineOf } from './timeline.js';
import type { Viewer } from './viewer.js';

const at = (second: number) => new Date(Date.UTC(2026, 10, 22, 10, 0, second));

function aRecord(overrides: Partial<NotificationRecord> = {}): NotificationRecord {
  return {
    id: '0199aaaa-0000-7000-8000-000000000001',
    orderId: 'o-1',
    userId: 'ana',
    type: 'order_shipped',
    channel: 'email',
    status: 'sent',
    reason: null,
    createdAt: at(0),
    sentAt: null,
    deliveredAt: null,
    openedAt: null,
    clickedAt: null,
    waited: false,
    dueAt: null,
    attempts: [],
    ...overrides,
  };
}

function anAttempt(overrides: Partial<RecordedAttempt> = {}): RecordedAttempt {
  const attempt = { number: 1, at: at(1), durationMs: 500, outcome: 'accepted' as const };
  const nothingElse = { code: null, providerMessageId: null, unconfirmedCode: null, lookedUpAt: null, evidence: null };
  return { ...attempt, ...nothingElse, ...overrides };
}

function aBackground(overrides: Partial<Background> = {}): Background {
  return { ...NO_BACKGROUND, readAt: at(0), timeZones: ['Europe/Madrid'], eventTime: at(0), ...overrides };
}

const told = (record: NotificationRecord, background: Partial<Background> = {}, viewer: Viewer = 'staff') =>
  timelineOf(record, aBackground(background), viewer).map(({ event, detail }) => `${event}: ${detail ?? ''}`);
const last = (record: NotificationRecord, background: Partial<Background> = {}, viewer: Viewer = 'staff') =>
  told(record, background, viewer).at(-1);

const PLANNED = 'planned: For the order event “Order shipped” of 11:00 in Madrid.';

describe('the timeline', () => {
  it('tells a delivery from plan to opening, in the order of time', () => {
    const record = aRecord({ attempts: [anAttempt()], sentAt: at(2), deliveredAt: at(9), openedAt: at(8) });
    expect(told(record)).toEqual([
      PLANNED,
      'attempt: First attempt at 11:00 in Madrid: Accepted.',
      'sent: SendGrid took the email.',
      'opened: Opened by the customer.',
      "delivered: Delivered to the customer's mail server.",
    ]);
  });

  it('has nothing taken before its first attempt, though providers count in whole seconds', () => {
    const attempt = anAttempt({ at: new Date(at(1).getTime() + 400), unconfirmedCode: 'twilio_answer_lost' });
    const events = told(aRecord({ channel: 'sms', attempts: [attempt], sentAt: at(1) })).map(
      (line) => line.split(':')[0],
    );
    expect(events.indexOf('sent')).toBeGreaterThan(events.indexOf('attempt'));
  });

  it('tells what a provider answered, and customers no codes', () => {
    const attempts = [anAttempt({ number: 2, at: at(60 * 16), outcome: 'retryable', code: 'sendgrid_500' })];
    const record = aRecord({ status: 'pending', attempts, dueAt: at(60 * 21) });
    expect(told(record)[1]).toBe('attempt: Second attempt at 11:16 in Madrid: SendGrid answered 500.');
    expect(last(record)).toBe('waiting: Email waits for its next attempt at 11:21 in Madrid.');
    expect(told(record, {}, 'customer')[1]).toBe(
      'attempt: Second attempt at 11:16 in Madrid: The provider could not take the message for the moment.',
    );
  });

  it('tells of an answer that was lost, of asking, and of what came of it', () => {
    const lost = anAttempt({ outcome: 'accepted', unconfirmedCode: 'connection_lost' });
    const attempts = [
      { ...lost, evidence: { kind: 'delivered', at: at(20), source: 'look_up' } as const, lookedUpAt: at(20) },
    ];
    expect(told(aRecord({ status: 'delivered', attempts, sentAt: at(20), deliveredAt: at(21) }))).toEqual([
      PLANNED,
      'attempt: First attempt at 11:00 in Madrid: The connection to the provider broke before its answer came.',
      'evidence: First attempt, found by asking the provider: delivered.',
      'sent: SendGrid took the email.',
      "delivered: Delivered to the customer's mail server.",
    ]);
  });

  it('shows that a message may have come twice', () => {
    const lost = anAttempt({ unconfirmedCode: 'lease_expired', lookedUpAt: at(10) });
    const first = { ...lost, evidence: { kind: 'accepted', at: at(30), source: 'webhook' } as const };
    const attempts = [first, anAttempt({ number: 2, at: at(12) })];
    expect(told(aRecord({ attempts, sentAt: at(13) }))).toEqual([
      PLANNED,
      'attempt: First attempt at 11:00 in Madrid: The process that was sending stopped before it knew the outcome.',
      'looked_up: First attempt: The provider does not know the message.',
      'attempt: Second attempt at 11:00 in Madrid: Accepted.',
      'sent: SendGrid took the email.',
      'evidence: First attempt, reported by the provider: accepted.',
      'possible_duplicate: The provider took attempts 1 and 2: the customer may have got the message more than once.',
    ]);
  });

  it('ends with the reason, at the last moment known', () => {
    const attempts = [anAttempt({ outcome: 'permanent', code: 'sendgrid_400' })];
    const failed = aRecord({ status: 'failed', reason: 'provider_rejected', attempts });
    expect(timelineOf(failed, aBackground(), 'staff').at(-1)).toEqual({
      at: '2026-11-22T10:00:01.500Z',
      event: 'failed',
      detail: 'Given up: the provider refused the message for good.',
    });
    expect(last(aRecord({ status: 'expired', reason: 'too_old' }))).toBe(
      'expired: Not sent: the order event was too old to tell anybody of it.',
    );
    expect(last(aRecord({ status: 'superseded', reason: 'overtaken' }))).toBe(
      'superseded: Not sent: newer news of the same package had been announced.',
    );
  });

  it('says who switched off what, when and where', () => {
    const off = aRecord({ status: 'suppressed', reason: 'channel_off', channel: 'sms' });
    const switchedOff = { at: new Date('2026-11-03T23:30:00Z'), source: 'preference_page' };
    expect(last(off, { switchedOff })).toBe(
      'suppressed: Not sent: the customer switched text messages off on 4 Nov (preference page).',
    );
    expect(last(off)).toBe('suppressed: Not sent: text messages are off until the customer switches them on.');
    expect(last({ ...off, reason: 'type_off', channel: 'email' }, { switchedOff })).toBe(
      'suppressed: Not sent: the customer switched emails about “Order shipped” off on 4 Nov (preference page).',
    );
  });

  it('says why an address is on the suppression list', () => {
    const suppressed = aRecord({ status: 'suppressed', reason: 'suppression_list' });
    expect(last(suppressed, { suppressions: ['bounced'] })).toBe(
      'suppressed: Not sent: the email address is on the suppression list. The mail server of the address refused an email for good.',
    );
  });

  it('puts an end after the change that brought it about while it waited', () => {
    const switchedOff = { at: at(90), source: 'unsubscribe_link' };
    const off = aRecord({ status: 'suppressed', reason: 'channel_off' });
    expect(timelineOf(off, aBackground({ switchedOff }), 'staff').at(-1)?.at).toBe(at(90).toISOString());
  });

  describe('says what is waited for, and until when:', () => {
    const night = new Date('2026-11-22T22:10:00Z');
    const text = aRecord({
      channel: 'sms',
      status: 'pending',
      createdAt: night,
      dueAt: new Date('2026-11-23T07:00:41Z'),
    });

    it('the end of quiet time where the customer is', () => {
      expect(last({ ...text, reason: 'quiet_hours' })).toBe('waiting: SMS waits: 23:10 in Madrid, quiet until 08:00.');
    });

    it('as much of it as is known where the wait began later', () => {
      const day = new Date('2026-11-22T20:00:00Z');
      expect(last({ ...text, createdAt: day, reason: 'quiet_hours' })).toBe(
        'waiting: SMS waits: quiet until 08:00 in Madrid.',
      );
    });

    it('every zone that the number may be in', () => {
      const record = { ...text, reason: 'quiet_hours' as const, dueAt: new Date('2026-11-23T16:00:00Z') };
      const timeZones = ['America/New_York', 'America/Los_Angeles'] as const;
      expect(last(record, { timeZones })).toBe(
        'waiting: SMS waits: quiet until 11:00 in New York: the number may be in any of 2 time zones, and it has to be day in all of them.',
      );
    });

    it('in the past, of a night that is over', () => {
      const attempts = [anAttempt({ at: new Date('2026-11-23T07:00:42Z') })];
      const sent = aRecord({ channel: 'sms', createdAt: night, attempts, waited: true });
      expect(told(sent)[1]).toBe('waited: SMS waited: 23:10 in Madrid, quiet until 08:00.');
      // Quiet time is another by now: it cannot have been that one.
      expect(told(sent, { quietHours: { enabled: true, start: '22:00', end: '10:00' } })[1]).toBe(
        'waited: SMS had to wait: for the end of quiet time, or for an operator.',
      );
      expect(told({ ...sent, waited: false })[1]).toMatch(/^attempt/);
    });

    it('evidence', () => {
      const attempts = [anAttempt({ outcome: 'unconfirmed', code: 'answer_timeout' })];
      expect(last(aRecord({ status: 'unconfirmed', dueAt: at(59), attempts }))).toBe(
        'waiting: Email waits until 11:00 in Madrid for word from SendGrid whether it took the message.',
      );
    });

    it('an operator, whose words customers do not hear', () => {
      const paused = aRecord({ status: 'pending', reason: 'paused', dueAt: at(59) });
      const pauses = [{ scope: 'email', actor: 'olga', reason: 'SendGrid incident', since: at(-600) }] as const;
      expect(last(paused, { pauses })).toBe(
        'waiting: Email waits: olga paused emails at 10:50 in Madrid (SendGrid incident).',
      );
      expect(last(paused, { pauses }, 'customer')).toBe('waiting: Email waits: sending is paused for the moment.');
    });

    it('a provider that refuses our account', () => {
      const paused = aRecord({ status: 'pending', reason: 'paused', dueAt: at(59) });
      const halt = { reason: 'sendgrid_401', since: at(-600), until: at(600) };
      expect(last(paused, { halt })).toBe(
        'waiting: Email waits: emails are held back since 10:50 in Madrid: SendGrid does not know our key.',
      );
    });

    it('nothing, where it is under way', () => {
      expect(told(aRecord({ status: 'pending', dueAt: at(5) }))).toEqual([PLANNED]);
    });
  });

  it('tells what was done by hand, and customers not by whom', () => {
    const deeds = [
      { actor: 'olga', action: 'delivery_resumed', target: 'email', at: at(30) },
      { actor: 'otto', action: 'notification_retried', target: aRecord().id, at: at(40) },
      { actor: 'olga', action: 'notification_replayed', target: aRecord().id, at: at(50) },
    ] as const;
    expect(told(aRecord(), { deeds }).slice(1)).toEqual([
      'resumed: olga resumed emails.',
      'retried: otto had it tried again.',
      'replayed: olga replayed it from the dead letters.',
    ]);
    expect(told(aRecord(), { deeds }, 'customer').slice(1)).toEqual([
      'retried: It was tried again.',
      'replayed: It was tried again.',
    ]);
  });
});

import { describe, expect, it } from '@jest/globals';
import type { NotificationRecord, RecordedAttempt } from '#database';
import { timelineOf } from './timeline.js';

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

const told = (record: NotificationRecord) =>
  timelineOf(record).map(({ event, detail }) => `${event} ${detail ?? ''}`.trim());

describe('the timeline', () => {
  it('tells a delivery from plan to opening, in the order of time', () => {
    const record = aRecord({ attempts: [anAttempt()], sentAt: at(2), deliveredAt: at(9), openedAt: at(8) });
    expect(told(record)).toEqual(['planned', 'attempt 1: Accepted.', 'sent', 'opened', 'delivered']);
  });

  it('tells of an answer that was lost, of asking, and of what came of it', () => {
    const lost = anAttempt({ outcome: 'accepted', unconfirmedCode: 'connection_lost' });
    const attempts = [
      { ...lost, evidence: { kind: 'delivered', at: at(20), source: 'look_up' } as const, lookedUpAt: at(20) },
    ];
    expect(told(aRecord({ status: 'delivered', attempts, sentAt: at(20), deliveredAt: at(21) }))).toEqual([
      'planned',
      'attempt 1: The connection to the provider broke before its answer came.',
      'evidence 1: delivered (found by asking the provider)',
      'sent',
      'delivered',
    ]);
  });

  it('shows that a message may have come twice', () => {
    const lost = anAttempt({ unconfirmedCode: 'lease_expired', lookedUpAt: at(10) });
    const first = { ...lost, evidence: { kind: 'accepted', at: at(30), source: 'webhook' } as const };
    const attempts = [first, anAttempt({ number: 2, at: at(12) })];
    expect(told(aRecord({ attempts, sentAt: at(13) }))).toEqual([
      'planned',
      'attempt 1: The process that was sending stopped before it knew the outcome.',
      'looked_up 1: The provider does not know the message.',
      'attempt 2: Accepted.',
      'sent',
      'evidence 1: accepted (reported by the provider)',
      'possible_duplicate attempts taken: 1, 2',
    ]);
  });

  it('ends with the reason, at the last moment known', () => {
    const attempts = [anAttempt({ outcome: 'permanent', code: 'sendgrid_400' })];
    const timeline = timelineOf(aRecord({ status: 'failed', reason: 'provider_rejected', attempts }));
    expect(timeline.at(-1)).toEqual({
      at: '2026-11-22T10:00:01.500Z',
      event: 'failed',
      detail: 'provider_rejected',
    });
    expect(told(aRecord({ status: 'expired', reason: 'too_old' }))).toEqual(['planned', 'expired too_old']);
  });

  it('says by what a message was overtaken', () => {
    expect(told(aRecord({ status: 'superseded', reason: 'overtaken' })).at(-1)).toBe(
      'superseded overtaken: newer news of the same package had been announced',
    );
  });

  it('says what is waited for, and until when', () => {
    const attempts = [anAttempt({ outcome: 'unconfirmed', code: 'answer_timeout' })];
    const until = at(59).toISOString();
    expect(told(aRecord({ status: 'unconfirmed', dueAt: at(59), attempts })).at(-1)).toBe(
      `waiting evidence until ${until}`,
    );
    expect(told(aRecord({ status: 'pending', dueAt: at(59), attempts })).at(-1)).toBe(`waiting retry until ${until}`);
    expect(told(aRecord({ status: 'pending', reason: 'paused', dueAt: at(59) })).at(-1)).toBe(`waiting paused`);
    expect(told(aRecord({ status: 'pending', dueAt: at(5) }))).toEqual(['planned']);
  });
});

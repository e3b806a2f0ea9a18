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
  return { ...attempt, code: null, providerMessageId: null, ...overrides };
}

const told = (record: NotificationRecord) =>
  timelineOf(record).map(({ event, detail }) => `${event} ${detail ?? ''}`.trim());

describe('the timeline', () => {
  it('tells a delivery from plan to opening, in the order of time', () => {
    const record = aRecord({ attempts: [anAttempt()], sentAt: at(2), deliveredAt: at(9), openedAt: at(8) });
    expect(told(record)).toEqual(['planned', 'attempt 1: Accepted.', 'sent', 'opened', 'delivered']);
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

  it('says what is waited for, and until when', () => {
    const attempts = [anAttempt({ outcome: 'unconfirmed', code: 'answer_timeout' })];
    const until = at(59).toISOString();
    expect(told(aRecord({ status: 'unconfirmed', dueAt: at(59), attempts })).at(-1)).toBe(
      `waiting evidence until ${until}`,
    );
    expect(told(aRecord({ status: 'pending', dueAt: at(59), attempts })).at(-1)).toBe(`waiting retry until ${until}`);
    expect(told(aRecord({ status: 'pending', reason: 'paused', dueAt: at(59) })).at(-1)).toBe(
      `waiting paused until ${until}`,
    );
    expect(told(aRecord({ status: 'pending', dueAt: at(5) }))).toEqual(['planned']);
  });
});

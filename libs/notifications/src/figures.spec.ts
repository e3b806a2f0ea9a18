import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  type Figure,
  LATENCY_BOUNDS,
  figureOfChoice,
  figuresOfAttempt,
  figuresOfError,
  figuresOfLatency,
  figuresOfMove,
  latencyBucket,
  numberInBudget,
  sumFigures,
} from './index.js';

const SUBJECT = { channel: 'email', type: 'order_shipped' } as const;
const PENDING = { status: 'pending', reason: null, language: 'en' } as const;
const SENT = { status: 'sent', reason: null, language: 'en' } as const;

const brief = (figures: readonly Figure[]) =>
  figures.map(({ label, detail, language, amount, departed }) => [label, detail, language, amount, departed]);

describe('a move', () => {
  it('F5 leaves one place for another; a new row leaves none', () => {
    expect(brief(figuresOfMove(SUBJECT, null, PENDING))).toEqual([['pending', '', 'en', 1, 0]]);
    expect(brief(figuresOfMove(SUBJECT, PENDING, SENT))).toEqual([
      ['pending', '', 'en', 0, 1],
      ['sent', '', 'en', 1, 0],
    ]);
  });

  it('F5 to where it stands is none; to another reason or language it is one', () => {
    expect(figuresOfMove(SUBJECT, SENT, { ...SENT })).toEqual([]);
    expect(figuresOfMove(SUBJECT, SENT, { ...SENT, language: 'fr' })).toHaveLength(2);
    expect(figuresOfMove(SUBJECT, { ...SENT, language: null }, SENT)).toHaveLength(2);
    const failed = { status: 'failed', reason: 'bounced', language: 'en' } as const;
    expect(figuresOfMove(SUBJECT, failed, { ...failed, reason: 'retries_exhausted' })).toHaveLength(2);
  });
});

describe('a latency', () => {
  const since = new Date('2026-11-25T12:00:00Z');
  const after = (seconds: number) => new Date(since.getTime() + seconds * 1_000);

  it('N1 lies in the bucket up to whose bound it took, the minute of the objective included', () => {
    expect(['60', '90']).toEqual([60_000, 60_001].map(latencyBucket));
    expect(latencyBucket(-5)).toBe('0.05');
    expect(latencyBucket(86_400_001)).toBe('+Inf');
    expect(LATENCY_BOUNDS).toEqual(LATENCY_BOUNDS.toSorted((a, b) => a - b));
  });

  it('N1 tells apart what had to wait', () => {
    const elapsed = { channel: 'sms', since, until: after(7) } as const;
    const [prompt, waited] = [false, true].map((waited) => figuresOfLatency('acceptance', { ...elapsed, waited })[0]);
    expect(prompt).toMatchObject({ kind: 'acceptance', channel: 'sms', label: '7.5', detail: 'prompt', amount: 1 });
    expect(waited).toMatchObject({ label: '7.5', detail: 'waited' });
  });

  it('is unknown of a row without the time of its event', () => {
    expect(figuresOfLatency('delivery', { channel: 'sms', since: null, until: since, waited: false })).toEqual([]);
  });
});

describe('a provider call', () => {
  it('F5 counts by its outcome and number, and by its code where it failed', () => {
    const failed = figuresOfAttempt(SUBJECT, 2, { outcome: 'retryable', code: 'sendgrid_503' });
    expect(failed.map(({ kind, label, detail }) => [kind, label, detail])).toEqual([
      ['attempt', 'retryable', '2'],
      ['error', 'sendgrid_503', 'retryable'],
    ]);
    expect(figuresOfAttempt(SUBJECT, 1, { outcome: 'accepted', code: 'sandbox' })).toHaveLength(1);
    expect(figuresOfError('email', { outcome: 'permanent', code: null })).toEqual([]);
  });

  it('F4 is numbered within its budget', () => {
    expect([numberInBudget(1, 0), numberInBudget(5, 4), numberInBudget(2, 4)]).toEqual([1, 1, 2]);
  });
});

describe('a choice', () => {
  it.each([
    { choice: 'channels.sms', to: false, is: ['sms', '', 'off'] },
    { choice: 'types.order_shipped.in_app', to: true, is: ['in_app', 'order_shipped', 'on'] },
    { choice: 'language', to: 'fr', is: ['', '', 'fr'] },
    { choice: 'timeZone', to: null, is: ['', '', 'cleared'] },
    { choice: 'timeZone', to: 'Europe/Madrid', is: ['', '', 'set'] },
    { choice: 'quietHours.start', to: '21:15', is: ['', '', 'set'] },
  ])('F5 $choice to $to counts as $is', ({ choice, to, is }) => {
    const { label, channel, type, detail } = figureOfChoice({ choice, to });
    expect([label, [channel, type, detail]]).toEqual([choice, is]);
  });
});

describe('figures added up', () => {
  const figures = fc.array(
    fc
      .record({ label: fc.constantFrom('a', 'b', 'c'), amount: fc.integer({ min: 0, max: 5 }) })
      .map(({ label, amount }): Figure => ({
        ...{ kind: 'error', channel: 'email', type: '', language: '', label, detail: '', amount, departed: 1 },
      })),
  );

  it('N9 are each one row, in the same order whatever the order they came in, and lose nothing', () => {
    fc.assert(
      fc.property(figures, (some) => {
        const sums = sumFigures(some);
        expect(sumFigures(some.toReversed())).toEqual(sums);
        expect(new Set(sums.map(({ label }) => label)).size).toBe(sums.length);
        const total = (all: readonly Figure[]) => all.reduce((sum, { amount }) => sum + amount, 0);
        expect(total(sums)).toBe(total(some));
      }),
    );
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  type AttemptVerdict,
  LONGEST_LIMIT_MS,
  afterFailedAttempt,
  isBudgetSpent,
  nextLook,
} from './retry-schedule.js';

const MINUTE = 60_000;
const DELAYS = [1 * MINUTE, 5 * MINUTE, 15 * MINUTE];
const NOW = new Date('2026-11-25T12:00:00Z');

const RETRYABLE: AttemptVerdict = { kind: 'retryable' };
const UNCONFIRMED: AttemptVerdict = { kind: 'unconfirmed' };

const scheduleOf = (delays: readonly number[]) => ({ delays, jitterShare: 0.05 });
const inMinutes = (minutes: number) => new Date(NOW.getTime() + minutes * MINUTE);
const after = (verdict: AttemptVerdict, finished: number, delays: readonly number[] = DELAYS) =>
  afterFailedAttempt(verdict, finished, scheduleOf(delays), NOW, 0);

describe('a failed attempt', () => {
  it('AC-03 is followed by the next after 1, 5 and 15 minutes, and by none after the fourth', () => {
    expect([1, 2, 3, 4].map((finished) => after(RETRYABLE, finished))).toEqual([
      { status: 'pending', dueAt: inMinutes(1) },
      { status: 'pending', dueAt: inMinutes(5) },
      { status: 'pending', dueAt: inMinutes(15) },
      { status: 'failed', reason: 'retries_exhausted' },
    ]);
  });

  it('is the only one where there are no delays', () => {
    expect(after(RETRYABLE, 1, [])).toEqual({ status: 'failed', reason: 'retries_exhausted' });
  });

  it('is repeated when the provider says, if that is later than the delay', () => {
    const notBefore = inMinutes(7);
    expect(after({ ...RETRYABLE, notBefore }, 1)).toEqual({ status: 'pending', dueAt: notBefore });
    expect(after({ ...RETRYABLE, notBefore }, 3)).toEqual({ status: 'pending', dueAt: inMinutes(15) });
  });

  it('is not put off without limit by a provider whose clock is wrong', () => {
    const notBefore = new Date(999_999_999_999_000);
    expect(after({ ...RETRYABLE, notBefore }, 1)).toEqual({ status: 'pending', dueAt: inMinutes(15) });
    expect(after({ ...RETRYABLE, notBefore }, 1, [60 * MINUTE])).toEqual({ status: 'pending', dueAt: inMinutes(60) });
  });

  it('is the last one even if the provider names a time', () => {
    expect(after({ ...RETRYABLE, notBefore: inMinutes(1) }, 4)).toMatchObject({ status: 'failed' });
  });

  it('that cannot be confirmed waits for evidence as long as its retry delay, the last one as long as the longest', () => {
    const waits = [1, 2, 3, 4].map((finished) => after(UNCONFIRMED, finished));
    expect(waits).toEqual([1, 5, 15, 15].map((minutes) => ({ status: 'unconfirmed', dueAt: inMinutes(minutes) })));
    expect(after(UNCONFIRMED, 1, [])).toEqual({ status: 'unconfirmed', dueAt: NOW });
  });

  const delays = fc.array(fc.integer({ min: 0, max: 24 * 60 * MINUTE }), { minLength: 1, maxLength: 6 });
  const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

  it('AC-03 is repeated never before its delay, and at most 10 % + 2 s after it', () => {
    const verdict = fc.constantFrom(RETRYABLE, UNCONFIRMED);
    fc.assert(
      fc.property(verdict, delays, fc.nat(), random, (how, waits, n, chance) => {
        const finished = (n % waits.length) + 1;
        const next = afterFailedAttempt(how, finished, scheduleOf(waits), NOW, chance);
        const delay = waits[finished - 1] ?? NaN;
        const waited = 'dueAt' in next ? next.dueAt.getTime() - NOW.getTime() : NaN;
        expect(waited).toBeGreaterThanOrEqual(delay);
        expect(waited).toBeLessThanOrEqual(delay * 1.1 + 2_000);
      }),
    );
  });

  it('is never repeated before the provider allows it, as far as that can be believed', () => {
    fc.assert(
      fc.property(delays, random, fc.integer({ min: -MINUTE, max: 48 * 60 * MINUTE }), (waits, chance, ms) => {
        const notBefore = new Date(NOW.getTime() + ms);
        const next = afterFailedAttempt({ ...RETRYABLE, notBefore }, 1, scheduleOf(waits), NOW, chance);
        const free = afterFailedAttempt(RETRYABLE, 1, scheduleOf(waits), NOW, chance);
        const dueAt = (step: typeof next) => ('dueAt' in step ? step.dueAt.getTime() : NaN);
        const believed = Math.min(notBefore.getTime(), NOW.getTime() + LONGEST_LIMIT_MS);
        expect(dueAt(next)).toBe(Math.max(dueAt(free), believed));
      }),
    );
  });
});

describe('a budget', () => {
  it('AC-03 is one call more than there are delays: four', () => {
    expect([0, 1, 2, 3, 4, 5].map((finished) => isBudgetSpent(finished, DELAYS))).toEqual([
      false,
      false,
      false,
      false,
      true,
      true,
    ]);
  });

  it('is spent exactly when a retryable failure is not retried', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 6 }), fc.integer({ min: 1, max: 10 }), (delays, finished) => {
        expect(after(RETRYABLE, finished, delays).status === 'failed').toBe(isBudgetSpent(finished, delays));
      }),
    );
  });
});

describe('a look for the recipient', () => {
  it.each([
    [0, 1],
    [0.99, 1],
    [1, 6],
    [5, 6],
    [6, 21],
    [20.99, 21],
    [21, null],
    [1_000, null],
  ])('%s minutes after planning comes next at %s', (now, next) => {
    expect(nextLook(NOW, DELAYS, inMinutes(now))).toEqual(next === null ? null : inMinutes(next));
  });

  it('takes place as often as there are delays, each later than the one before', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 1_000 }), { maxLength: 8 }), (delays) => {
        const looks: Date[] = [];
        for (let at = nextLook(NOW, delays, NOW); at !== null; at = nextLook(NOW, delays, at)) looks.push(at);
        expect(looks).toHaveLength(delays.length);
        expect(looks.at(-1)?.getTime() ?? NOW.getTime()).toBe(
          delays.reduce((sum, delay) => sum + delay, NOW.getTime()),
        );
      }),
    );
  });
});

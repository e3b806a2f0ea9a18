import { describe, expect, it } from '@jest/globals';
import type { CallTally } from '#database';
import fc from 'fast-check';
import {
  BREAKER,
  type CallWindow,
  NO_CALLS,
  type Observation,
  added,
  failsForEveryone,
  observe,
  signOf,
  tallyOf,
} from './breaker.js';

const START = Date.parse('2026-11-25T12:00:00Z');
const WINDOW_SECONDS = BREAKER.windowMs / 1_000;

const windowOf = (observations: readonly Observation[]) =>
  observations.reduce<CallWindow>((window, observation) => observe(window, observation), []);

/** One call each to as many recipients as there are outcomes. */
const calls = (...failed: boolean[]): CallTally =>
  tallyOf(windowOf(failed.map((failed, i) => ({ at: START + i, recipient: `customer-${i}`, failed }))), START + 1_000);
const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);

describe('the breaker', () => {
  it.each([
    ['20 calls, all failed', calls(...times(20, true)), true],
    ['19 calls, all failed', calls(...times(19, true)), false],
    ['20 calls, 16 failed', calls(...times(16, true), ...times(4, false)), true],
    ['20 calls, 15 failed', calls(...times(15, true), ...times(5, false)), false],
    ['10 recipients', { calls: 20, failures: 20, failedRecipients: times(10, '') }, true],
    ['9 recipients', { calls: 20, failures: 20, failedRecipients: times(9, '') }, false],
    ['nothing', NO_CALLS, false],
  ])('opens after enough calls, a large enough share of them and enough customers: %s', (_name, tally, opens) => {
    expect(failsForEveryone(tally)).toBe(opens);
  });

  it('takes replicas together: each alone sees too little', () => {
    const [one, other] = [calls(...times(12, true)), calls(...times(12, true))];
    expect([one, other, added(one, other)].map(failsForEveryone)).toEqual([false, false, true]);
    const well = calls(...times(20, false));
    expect(failsForEveryone(added(added(one, other), well))).toBe(false);
  });

  it('one customer’s failures never open it, however many', () => {
    const observations = times(500, { at: START, recipient: 'ana', failed: true });
    expect(failsForEveryone(tallyOf(windowOf(observations), START))).toBe(false);
  });

  it.each([
    [{ outcome: 'accepted', providerMessageId: null }, 'works'],
    [{ outcome: 'permanent', code: 'no_such_number' }, 'works'],
    [{ outcome: 'retryable', code: 'http_500' }, 'fails'],
    [{ outcome: 'unconfirmed', code: 'answer_timeout' }, 'fails'],
    [{ outcome: 'retryable', code: 'http_429', limited: true }, 'limits'],
    [{ outcome: 'channel_fault', code: 'http_401' }, 'refuses'],
  ] as const)('%j says that the provider %s', (result, sign) => {
    expect(signOf(result)).toBe(sign);
  });

  describe('for any calls', () => {
    const observations = fc
      .array(
        fc.record({
          pause: fc.oneof(fc.nat(1_500), fc.nat(40_000)),
          recipient: fc.nat(14).map((n) => `customer-${n}`),
          failed: fc.boolean(),
        }),
        { maxLength: 150 },
      )
      .map((steps) => {
        let at = START;
        return steps.map(({ pause, recipient, failed }) => ({ at: (at += pause), recipient, failed }));
      });

    it('counts exactly those of the last 30 seconds of the clock', () => {
      fc.assert(
        fc.property(observations, fc.nat(60_000), (all, later) => {
          const now = (all.at(-1)?.at ?? START) + later;
          const recent = all.filter(({ at }) => second(at) > second(now) - WINDOW_SECONDS);
          const failures = recent.filter(({ failed }) => failed);
          const tally = tallyOf(windowOf(all), now);
          expect(tally).toMatchObject({ calls: recent.length, failures: failures.length });
          const recipients = new Set(failures.map(({ recipient }) => recipient));
          expect(tally.failedRecipients).toHaveLength(Math.min(recipients.size, BREAKER.failedRecipients));
        }),
      );
    });

    it('keeps no more than the window', () => {
      fc.assert(
        fc.property(observations, (all) => {
          const window = windowOf(all);
          expect(window.length).toBeLessThanOrEqual(WINDOW_SECONDS);
          for (const { failedRecipients } of window) {
            expect(failedRecipients.length).toBeLessThanOrEqual(BREAKER.failedRecipients);
          }
        }),
      );
    });

    it('a success never opens it, and half a minute of silence always closes it', () => {
      fc.assert(
        fc.property(observations, (all) => {
          const [window, now] = [windowOf(all), all.at(-1)?.at ?? START];
          const before = failsForEveryone(tallyOf(window, now));
          const success = observe(window, { at: now, recipient: 'ana', failed: false });
          if (!before && tallyOf(window, now).calls >= BREAKER.calls) {
            expect(failsForEveryone(tallyOf(success, now))).toBe(false);
          }
          expect(tallyOf(window, now + BREAKER.windowMs)).toEqual(NO_CALLS);
        }),
      );
    });
  });
});

const second = (at: number) => Math.floor(at / 1_000);

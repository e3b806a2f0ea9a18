import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { endingOf, waitBefore } from './endings.js';

const TIMING = { backoff: 1_000, longestBackoff: 30_000 };
const longest = (sequel: Parameters<typeof waitBefore>[0], failures: number) =>
  waitBefore(sequel, failures, { ...TIMING, random: () => 1 });

describe('waitBefore', () => {
  it('doubles up to a bound', () => {
    expect([0, 1, 2, 4, 5, 60].map((failures) => longest('soon', failures))).toEqual([
      1_000, 2_000, 4_000, 16_000, 30_000, 30_000,
    ]);
    expect([0, 1, 2, 3].map((failures) => longest('later', failures))).toEqual([4_000, 8_000, 16_000, 30_000]);
  });

  it('takes a new token at once, unless that has just failed', () => {
    expect([0, 1, 2].map((failures) => longest('renew', failures))).toEqual([0, 2_000, 4_000]);
  });

  it('leaves the whole of it to chance, and never exceeds the bound', () => {
    const chance = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
    fc.assert(
      fc.property(fc.constantFrom('renew', 'soon', 'later'), fc.nat(10_000), chance, (sequel, failures, random) => {
        const wait = waitBefore(sequel, failures, { ...TIMING, random: () => random });
        const bound = longest(sequel, failures);
        expect(wait).toBe(Math.round(random * bound));
        expect(wait).toBeLessThanOrEqual(TIMING.longestBackoff);
      }),
    );
  });
});

describe('endingOf', () => {
  it.each([undefined, 'toString', 'a code of tomorrow', 7])('takes %s for a lost connection', (code) => {
    expect(endingOf(code)).toBe('connection_lost');
  });
});

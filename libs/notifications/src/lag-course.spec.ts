import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type TopicProgress, type Standstills, stalledSeconds, standstillsAfter } from './lag-course.js';

const START = new Date('2026-11-22T10:00:00Z');
const after = (seconds: number) => new Date(START.getTime() + seconds * 1_000);

type Look = Omit<TopicProgress, 'topic'>;
const UNASKED: Look = { lag: null, read: null };

/** Looks every ten seconds. @returns as of each, for how long nothing was done */
function stalledAt(looks: readonly Look[]): number[] {
  let standstills: Standstills = new Map();
  return looks.map((look, n) => {
    standstills = standstillsAfter([{ topic: 't', ...look }], standstills, after(10 * n));
    return stalledSeconds('t', standstills, after(10 * n));
  });
}

const stalledAfter = (...looks: (readonly [lag: number, read: number] | null)[]) =>
  stalledAt(looks.map((look) => (look === null ? UNASKED : { lag: look[0], read: look[1] }))).at(-1);

describe('a consumer group', () => {
  it('AC-17 stands still while there is something to read and it reads nothing', () => {
    expect(stalledAfter([3, 7], [3, 7], [3, 7], [3, 7], [3, 7])).toBe(40);
    expect(stalledAfter([1, 0], [2, 0], [5, 0], [5, 0], [90, 0])).toBe(40);
  });

  it('F5 that reads gets on, whatever comes in meanwhile', () => {
    const looks = fc.array(fc.record({ lag: fc.nat(50_000), read: fc.integer({ min: 1, max: 50_000 }) }));
    fc.assert(
      fc.property(looks, (steps) => {
        let read = 0;
        const busy = steps.map((step) => ({ lag: step.lag, read: (read += step.read) }));
        expect(Math.max(0, ...stalledAt(busy))).toBe(0);
      }),
    );
  });

  it('F5 that reads nothing stands still for as long as there has been something to read, however much', () => {
    const looks = fc.array(fc.integer({ min: 1, max: 50_000 }), { minLength: 1 });
    fc.assert(
      fc.property(looks, fc.nat(1_000_000), (lags, read) => {
        expect(stalledAt(lags.map((lag) => ({ lag, read })))).toEqual(lags.map((_, n) => 10 * n));
      }),
    );
  });

  it('F5 that has read everything stands still for nobody, though for long nothing was published', () => {
    expect(stalledAfter([3, 7], [3, 7], [0, 10])).toBe(0);
    expect(stalledAfter([0, 10], [0, 10], [0, 10], [5, 10])).toBe(0);
    expect(stalledAfter([3, 7], [3, 7], [0, 7], [5, 7])).toBe(0);
  });

  it('F5 that an operator has set back begins anew', () => {
    expect(stalledAfter([3, 7], [3, 7], [10, 0], [9, 1])).toBe(0);
  });

  it('F5 is as it was while the broker cannot be asked', () => {
    expect(stalledAfter([3, 7], [3, 7], null, [3, 7], [3, 7])).toBe(40);
    expect(stalledAfter([3, 7], null, [3, 8])).toBe(0);
    expect(stalledAfter(null, null)).toBe(0);
  });
});

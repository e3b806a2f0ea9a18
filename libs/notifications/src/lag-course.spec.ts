import { describe, expect, it } from '@jest/globals';
import { type Standstills, stalledSeconds, standstillsAfter } from './lag-course.js';

const START = new Date('2026-11-22T10:00:00Z');
const after = (seconds: number) => new Date(START.getTime() + seconds * 1_000);

/** Looks every ten seconds. @returns for how long nothing was done, as of the last look */
function stalledAfter(...lags: (number | null)[]): number {
  let standstills: Standstills = new Map();
  lags.forEach((lag, look) => {
    standstills = standstillsAfter([{ topic: 't', lag }], standstills, after(10 * look));
  });
  return stalledSeconds('t', standstills, after(10 * (lags.length - 1)));
}

describe('a consumer group', () => {
  it('AC-17 stands still while there is something to read and it becomes no less', () => {
    expect(stalledAfter(3, 3, 3, 3, 3)).toBe(40);
    expect(stalledAfter(1, 2, 5, 5, 90)).toBe(40);
  });

  it('F5 gets on when there is less than before, though more comes in afterwards', () => {
    expect(stalledAfter(100, 200, 150, 400, 500)).toBe(20);
  });

  it('F5 that has read everything stands still for nobody', () => {
    expect(stalledAfter(3, 3, 0)).toBe(0);
    expect(stalledAfter(0, 0, 0, 0, 0)).toBe(0);
    expect(stalledAfter(3, 3, 0, 5)).toBe(0);
  });

  it('F5 is as it was while the broker cannot be asked', () => {
    expect(stalledAfter(3, 3, null, 3, 3)).toBe(40);
    expect(stalledAfter(3, null, 2)).toBe(0);
    expect(stalledAfter(null, null)).toBe(0);
  });
});

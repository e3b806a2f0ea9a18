import { describe, expect, it } from '@jest/globals';
import { type Step, ratePerSecond, withLatest } from './series.js';

const LATENCY = { p50: null, p95: null, p99: null, count: 0 };

function step(minute: string, planned: number): Step {
  const none = { sent: 0, delivered: 0, failed: 0, suppressed: 0, superseded: 0, expired: 0, retried: 0 };
  return { at: `2026-11-23T${minute}:00.000Z`, planned, ...none, acceptance: LATENCY, preferenceChanges: 0 };
}

const at = (minute: string): number => Date.parse(`2026-11-23T${minute}:00Z`);
const asked = { from: at('10:01'), to: at('10:04'), interval: '1m' } as const;

describe('withLatest', () => {
  it('puts the minutes of the stream in their places and keeps to the window', () => {
    const history = [step('10:00', 1), step('10:01', 2), step('10:02', 3)];
    const merged = withLatest(history, [step('10:02', 30), step('10:03', 4), step('10:04', 5)], asked);
    expect(merged.map(({ planned }) => planned)).toEqual([2, 30, 4]);
  });

  it('leaves longer steps alone', () => {
    const history = [step('10:00', 1)];
    expect(withLatest(history, [step('10:02', 30)], { ...asked, interval: '15m' })).toEqual(history);
  });
});

describe('ratePerSecond', () => {
  it('is that of the last whole minute', () => {
    const minutes = [step('10:01', 60), step('10:02', 120_000), step('10:03', 7)];
    expect(ratePerSecond(minutes, ({ planned }) => planned, at('10:03') + 20_000)).toBe(2_000);
    expect(ratePerSecond([], ({ planned }) => planned, at('10:03'))).toBeNull();
  });
});

import { describe, expect, it } from '@jest/globals';
import { SystemClock } from './clock.js';

describe('the system clock', () => {
  it('shows the time of day', () => {
    expect(Math.abs(new SystemClock().now().getTime() - Date.now())).toBeLessThan(1_000);
  });

  it('never goes back', () => {
    const clock = new SystemClock();
    let last = { now: clock.now().getTime(), monotonic: clock.monotonic() };
    for (let i = 0; i < 10_000; i++) {
      const next = { now: clock.now().getTime(), monotonic: clock.monotonic() };
      expect(next.now).toBeGreaterThanOrEqual(last.now);
      expect(next.monotonic).toBeGreaterThanOrEqual(last.monotonic);
      last = next;
    }
  });

  it('shows the reference’s time once aligned, plus what has passed since', () => {
    const clock = new SystemClock();
    const reference = new Date('2040-01-01T00:00:00Z');
    const at = clock.monotonic() - 5_000;
    clock.alignTo(reference, at);
    const passed = clock.monotonic() - at;
    const shown = clock.now().getTime() - reference.getTime();
    expect(shown).toBeGreaterThanOrEqual(Math.floor(passed));
    expect(shown).toBeLessThan(passed + 1_000);
  });

  it('measures durations the same, aligned or not', () => {
    const clock = new SystemClock();
    const before = clock.monotonic();
    clock.alignTo(new Date(0), before);
    expect(clock.monotonic() - before).toBeLessThan(1_000);
    expect(clock.monotonic()).toBeGreaterThanOrEqual(before);
  });
});

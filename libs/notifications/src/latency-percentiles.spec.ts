import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LATENCY_BOUNDS, NO_ACCEPTANCE, latencyBucket } from './figures.js';
import { latencyOf } from './latency-percentiles.js';

const counted = (seconds: readonly number[]) => {
  const counts = new Map<string, number>();
  for (const each of seconds)
    counts.set(latencyBucket(each * 1_000), (counts.get(latencyBucket(each * 1_000)) ?? 0) + 1);
  return latencyOf(counts);
};

describe('percentiles of counted durations', () => {
  it('lie within the bucket, as far as their rank does', () => {
    expect(
      latencyOf(
        new Map([
          ['1', 10],
          ['2', 0],
          ['1.5', 10],
        ]),
      ),
    ).toEqual({ p50: 1, p95: 1.45, p99: 1.49, count: 20 });
  });

  it('are unknown where nothing was measured', () => {
    expect(latencyOf(new Map())).toEqual({ p50: null, p95: null, p99: null, count: 0 });
  });

  it('leave out what was never accepted', () => {
    const quick = new Map([['1', 10]]);
    expect(latencyOf(new Map(quick).set(NO_ACCEPTANCE, 5))).toEqual(latencyOf(quick));
  });

  it('above the last bound are that bound', () => {
    expect(latencyOf(new Map([['+Inf', 3]]))).toMatchObject({ p50: 86_400, p99: 86_400 });
  });

  it('are in the bucket of the true one, and rise', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 80_000, noNaN: true }), { minLength: 1, maxLength: 60 }), (all) => {
        const { p50, p95, p99 } = counted(all);
        const sorted = [...all].sort((a, b) => a - b);
        const truth = sorted[Math.ceil(0.95 * sorted.length) - 1] ?? 0;
        const upper = LATENCY_BOUNDS.findIndex((bound) => truth <= bound);
        expect(p95).toBeGreaterThanOrEqual(LATENCY_BOUNDS[upper - 1] ?? 0);
        expect(p95).toBeLessThanOrEqual(LATENCY_BOUNDS[upper] ?? Infinity);
        expect([p50, p95, p99]).toEqual([p50, p95, p99].sort((a, b) => (a ?? 0) - (b ?? 0)));
      }),
    );
  });
});

/** Implements F5, N1. Percentiles of durations that were counted in buckets. Pure. */
import type { Latency } from '#contracts';
import { LATENCY_BOUNDS } from './figures.js';

const LABELS: readonly string[] = [...LATENCY_BOUNDS.map(String), '+Inf'];

/** @param counts by the label of a bucket */
export function latencyOf(counts: ReadonlyMap<string, number>): Latency {
  const buckets = LABELS.map((label) => Math.max(0, counts.get(label) ?? 0));
  const count = buckets.reduce((sum, each) => sum + each, 0);
  return { p50: percentile(buckets, 0.5), p95: percentile(buckets, 0.95), p99: percentile(buckets, 0.99), count };
}

/**
 * As Prometheus' histogram_quantile: linear within the bucket that holds it; of what lies above the last bound, that bound.
 * @param buckets one for each bound, and one above the last
 * @returns seconds; null: nothing was measured
 */
export function percentile(buckets: readonly number[], quantile: number): number | null {
  const total = buckets.reduce((sum, each) => sum + each, 0);
  if (total === 0) return null;
  const rank = quantile * total;
  let below = 0;
  for (const [index, bound] of LATENCY_BOUNDS.entries()) {
    const inside = buckets[index] ?? 0;
    if (inside > 0 && below + inside >= rank) {
      const lower = LATENCY_BOUNDS[index - 1] ?? 0;
      return rounded(lower + ((bound - lower) * (rank - below)) / inside);
    }
    below += inside;
  }
  return LATENCY_BOUNDS.at(-1) ?? null;
}

/** To the millisecond. */
function rounded(seconds: number): number {
  return Math.round(seconds * 1_000) / 1_000;
}

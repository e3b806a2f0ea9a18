/** A set of latencies, in milliseconds. */
export interface Latencies {
  readonly requests: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

/** @throws RangeError when there is nothing to describe */
export function describeLatencies(milliseconds: readonly number[]): Latencies {
  const sorted = Float64Array.from(milliseconds).sort();
  return {
    requests: sorted.length,
    p50: round(quantile(sorted, 0.5)),
    p95: round(quantile(sorted, 0.95)),
    p99: round(quantile(sorted, 0.99)),
    max: round(quantile(sorted, 1)),
  };
}

export function median(milliseconds: readonly number[]): number {
  return quantile(Float64Array.from(milliseconds).sort(), 0.5);
}

export const round = (value: number): number => Number(value.toFixed(2));

/** The nearest rank: a latency that did occur, not one between two. */
function quantile(sorted: Float64Array, share: number): number {
  const value = sorted[Math.ceil(share * sorted.length) - 1];
  if (value === undefined) throw new RangeError('No latencies were measured.');
  return value;
}

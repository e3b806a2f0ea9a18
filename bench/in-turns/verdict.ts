import { median } from '../latencies.js';

/** `no result`: on this machine, now, no difference at all looks like one that matters. */
export type Verdict = 'kept' | 'broken' | 'no result';

/** Of a process that ends with it. */
export const EXIT_CODES = { kept: 0, broken: 1, 'no result': 2 } as const satisfies Record<Verdict, number>;

/** Times round by round, each divided by the time without the part. */
export interface Ratios {
  readonly with: readonly number[];
  /** Without the part, too. */
  readonly control: readonly number[];
}

/** @param most what the part promises to stay under, as a ratio: 1.05 is 5 %. Noise may take half of what it leaves. */
export function verdictOn(ratios: Ratios, most: number): Verdict {
  if (Math.abs(median(ratios.control) - 1) > (most - 1) / 2) return 'no result';
  return median(ratios.with) < most ? 'kept' : 'broken';
}

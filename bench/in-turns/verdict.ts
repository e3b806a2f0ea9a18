import { median } from '../latencies.js';

/** `no result`: on this machine, now, no difference at all looks like one that matters. */
export type Verdict = 'kept' | 'broken' | 'no result';

/** Of a process that ends with it. */
export const EXIT_CODES = { kept: 0, broken: 1, 'no result': 2 } as const satisfies Record<Verdict, number>;

/** Times, round by round. */
export interface Ratios {
  /** With the part, divided by the mean of the two without it. */
  readonly with: readonly number[];
  /** One without the part, divided by the other. */
  readonly control: readonly number[];
}

/**
 * @param most what the part promises to stay under, as a ratio: 1.05 is 5 %. Noise may take half of what it leaves; half of what two without the
 * part differ by is in their mean.
 */
export function verdictOn(ratios: Ratios, most: number): Verdict {
  if (Math.abs(median(ratios.control) - 1) > most - 1) return 'no result';
  return median(ratios.with) < most ? 'kept' : 'broken';
}

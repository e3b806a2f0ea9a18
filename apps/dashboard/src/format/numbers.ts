const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 });
const oneDigit = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 });

/** What is not known. */
export const NOTHING = '–';

export function count(value: number | null | undefined): string {
  return value === null || value === undefined ? NOTHING : whole.format(value);
}

/** For axes: 120K. */
export function compact(value: number): string {
  return short.format(value);
}

/** @param share 0 to 1. What is not whole never reads as whole: 99.96 % stays below 100 %, and 0.02 % above 0 %. */
export function percent(share: number | null | undefined, digits = 1): string {
  if (share === null || share === undefined) return NOTHING;
  return written(share, digits, Math.round);
}

/** Of what has a target or a limit: a share that misses it never reads as if it did not. 94.996 % is not 95 %. */
export function percentDown(share: number | null | undefined, digits = 1): string {
  if (share === null || share === undefined) return NOTHING;
  // 0.999 × 100 is a little less than 99.9.
  return written(share, digits, (steps) => Math.floor(steps + 1e-6));
}

function written(share: number, digits: number, toWhole: (steps: number) => number): string {
  const step = 10 ** -digits;
  const rounded = toWhole(share * 100 * 10 ** digits) * step;
  const shown = share < 1 && rounded >= 100 ? 100 - step : share > 0 && rounded <= 0 ? step : rounded;
  return `${shown.toFixed(digits).replace(/\.0+$/, '')}\u00a0%`;
}

export function times(value: number | null | undefined): string {
  return value === null || value === undefined ? NOTHING : `${oneDigit.format(value)}×`;
}

/** @returns NaN-free share of a whole */
export function shareOf(part: number, whole: number): number | null {
  return whole <= 0 ? null : part / whole;
}

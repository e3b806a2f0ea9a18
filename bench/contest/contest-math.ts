import { median } from '../latencies.js';

/** A load was taken slower than the next one will be: code is still being compiled. */
const HEADROOM = 1.2;

/**
 * How many events keep a contender busy for that long.
 * @param seen events a second, in loads so far
 */
export function eventsFor(seconds: number, seen: readonly number[]): number {
  if (seen.length === 0) throw new RangeError('No rate was seen.');
  return Math.max(1, Math.ceil(HEADROOM * Math.max(...seen) * seconds));
}

/** Who goes first takes turns. */
export const rotated = <T>(items: readonly T[], by: number): T[] =>
  items.map((_, i) => items[(i + by) % items.length] as T);

/** The median of the ratios of each round; undefined where one of the two took part in none. */
export function medianRatio(of: readonly number[], to: readonly number[]): number | undefined {
  if (of.length !== to.length) return undefined;
  return of.length === 0 ? undefined : median(of.map((rate, round) => rate / (to[round] ?? Number.NaN)));
}

/** Processor time by process, in milliseconds. */
export type ProcessorTimes = Readonly<Record<string, number>>;

/** Microseconds for each of `count`. */
export function spentOnEach(before: ProcessorTimes, after: ProcessorTimes, count: number): Record<string, number> {
  return Object.fromEntries(
    Object.entries(after).map(([name, ms]) => [name, Math.round((1_000 * (ms - (before[name] ?? 0))) / count)]),
  );
}

/** Of each process the median. */
export function medianTimes(rounds: readonly ProcessorTimes[]): Record<string, number> {
  const names = Object.keys(rounds[0] ?? {});
  return Object.fromEntries(names.map((name) => [name, median(rounds.map((times) => times[name] ?? 0))]));
}

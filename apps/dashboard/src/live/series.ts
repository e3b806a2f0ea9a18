/** Implements F5. The steps that charts draw: what the history answered, with the latest minutes of the stream in their places. */
import type { Analytics } from '#contracts';
import { type Asked, STEP_MS } from './span.js';

export type Step = Analytics['series'][number];

/** @param minutes the stream's; they are newer than the history's wherever both have a step */
export function withLatest(series: readonly Step[], minutes: readonly Step[], { from, to, interval }: Asked): Step[] {
  if (interval !== '1m') return [...series];
  const byTime = new Map([...series, ...minutes].map((step) => [Date.parse(step.at), step]));
  return [...byTime]
    .filter(([at]) => at >= from && at < to)
    .sort(([a], [b]) => a - b)
    .map(([, step]) => step);
}

/** Of the last whole minute, a second. The one under way is not over yet. */
export function ratePerSecond(minutes: readonly Step[], of: (step: Step) => number, now: number): number | null {
  const whole = minutes.filter(({ at }) => Date.parse(at) + STEP_MS['1m'] <= now).at(-1);
  return whole === undefined ? null : Math.max(0, of(whole)) / 60;
}

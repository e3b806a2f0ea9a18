/** Implements F5. Which steps of which resolutions make up a span of time. Pure; all times in milliseconds. */
import type { FigureInterval } from '#contracts';
import { FIGURE_RESOLUTIONS, FIGURE_RESOLUTION_NAMES, type FigureResolution } from './figure-views.js';

/** Half open. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface ResolvedSpan extends Span {
  readonly resolution: FigureResolution;
}

/** What steps of a length are read at. */
export const INTERVAL_RESOLUTIONS = {
  '1m': 'minute',
  '15m': 'quarter_hour',
  '1h': 'hour',
  '1d': 'day',
} as const satisfies Record<FigureInterval, FigureResolution>;

export function intervalMs(interval: FigureInterval): number {
  return FIGURE_RESOLUTIONS[INTERVAL_RESOLUTIONS[interval]].stepMs;
}

const HOUR = FIGURE_RESOLUTIONS.hour.stepMs;
const DAY = FIGURE_RESOLUTIONS.day.stepMs;

/** Up to which length of span an interval is the one to look at it with: a few hundred steps at most. */
const FITTING = [
  { interval: '1m', upTo: 6 * HOUR },
  { interval: '15m', upTo: 2 * DAY },
  { interval: '1h', upTo: 31 * DAY },
  { interval: '1d', upTo: Infinity },
] as const satisfies readonly { readonly interval: FigureInterval; readonly upTo: number }[];

/** The finest interval that suits the length of a span, and at which figures as old as its beginning are still kept. */
export function fittingInterval({ from, to }: Span, now: number): FigureInterval {
  const fitting = FITTING.find(({ interval, upTo }) => to - from <= upTo && isKept(interval, from, now));
  return fitting?.interval ?? '1d';
}

/** Whether figures of that age are kept at an interval's resolution; a step that has begun to go is still shown. */
export function isKept(interval: FigureInterval, from: number, now: number): boolean {
  const { stepMs, keptMs } = FIGURE_RESOLUTIONS[INTERVAL_RESOLUTIONS[interval]];
  return from >= now - keptMs - stepMs;
}

/** To whole steps. */
export function alignOutwards({ from, to }: Span, stepMs: number): Span {
  return { from: Math.floor(from / stepMs) * stepMs, to: Math.ceil(to / stepMs) * stepMs };
}

/** Starts of the steps of an aligned span, oldest first. */
export function stepsOf({ from, to }: Span, stepMs: number): number[] {
  return Array.from({ length: (to - from) / stepMs }, (_, index) => from + index * stepMs);
}

/**
 * The fewest steps that make up a span exactly: days in the middle, finer ones at its ends.
 * @param span of whole minutes
 * @param now nothing is counted after it: steps under way may be taken whole by a span that ends now or later
 */
export function coverSpan(span: Span, now: number): ResolvedSpan[] {
  const names = [...FIGURE_RESOLUTION_NAMES].reverse();
  const to = span.to > now ? alignOutwards({ from: span.from, to: now }, DAY).to : span.to;
  return cover({ from: span.from, to: Math.max(to, span.from) }, names);
}

function cover(span: Span, [resolution, ...finer]: readonly FigureResolution[]): ResolvedSpan[] {
  if (resolution === undefined || span.from >= span.to) return [];
  const { stepMs } = FIGURE_RESOLUTIONS[resolution];
  const from = Math.ceil(span.from / stepMs) * stepMs;
  const to = Math.floor(span.to / stepMs) * stepMs;
  if (from >= to) return cover(span, finer);
  return [
    ...cover({ from: span.from, to: from }, finer),
    { resolution, from, to },
    ...cover({ from: to, to: span.to }, finer),
  ];
}

/** Implements F5. Which stretch of time is looked at, and in what steps. */
import type { FigureInterval } from '#contracts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Up to now. */
export const WINDOWS = {
  '15m': { title: '15 m', ms: 15 * MINUTE, interval: '1m' },
  '1h': { title: '1 h', ms: HOUR, interval: '1m' },
  '24h': { title: '24 h', ms: DAY, interval: '15m' },
  '7d': { title: '7 d', ms: 7 * DAY, interval: '1h' },
} as const satisfies Record<string, { readonly title: string; readonly ms: number; readonly interval: FigureInterval }>;

export type WindowName = keyof typeof WINDOWS;

export const STEP_MS = { '1m': MINUTE, '15m': 15 * MINUTE, '1h': HOUR, '1d': DAY } as const satisfies Record<
  FigureInterval,
  number
>;

/** Figures of such steps are kept for this long. */
export const KEPT_MS = { '1m': 2 * DAY, '15m': 14 * DAY, '1h': 100 * DAY, '1d': 800 * DAY } as const satisfies Record<
  FigureInterval,
  number
>;

/** More steps than this are no longer told apart on a screen. */
const MOST_STEPS = 240;

/** A window moves on with time; a range was drawn with the mouse and stands still. */
export type Span =
  | { readonly kind: 'window'; readonly window: WindowName }
  | { readonly kind: 'range'; readonly from: number; readonly to: number; readonly back: WindowName };

/** What is asked of the API. Ends on whole steps, so that no step is cut. */
export interface Asked {
  readonly from: number;
  readonly to: number;
  readonly interval: FigureInterval;
}

export function askedOf(span: Span, now: number): Asked {
  if (span.kind === 'range') return outward(span.from, span.to, intervalFor(span.from, span.to, now));
  const { ms, interval } = WINDOWS[span.window];
  const to = Math.ceil(now / STEP_MS[interval]) * STEP_MS[interval];
  return { from: to - ms, to, interval };
}

/** The shortest steps that are still kept and not too many. */
function intervalFor(from: number, to: number, now: number): FigureInterval {
  const intervals = Object.keys(STEP_MS) as FigureInterval[];
  const fits = (interval: FigureInterval): boolean =>
    // A little less than they are kept: some are being removed.
    (to - from) / STEP_MS[interval] <= MOST_STEPS && now - from < KEPT_MS[interval] - HOUR;
  return intervals.find(fits) ?? '1d';
}

function outward(from: number, to: number, interval: FigureInterval): Asked {
  const step = STEP_MS[interval];
  const start = Math.floor(from / step) * step;
  return { from: start, to: Math.max(Math.ceil(to / step) * step, start + step), interval };
}

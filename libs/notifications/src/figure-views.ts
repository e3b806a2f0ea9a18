/** Implements F5. How figures are added up once their minute is over: readers want few rows, not every combination. Pure. */
import type { FigureKind } from './figures.js';

export interface FigureView {
  /** What it is made of. */
  readonly of: FigureKind;
  /** What it keeps besides the label; over the rest it is a sum. */
  readonly keeps: readonly ('channel' | 'type' | 'language' | 'detail')[];
  /** The only label it holds. Absent: every label. */
  readonly only?: string;
}

export const FIGURE_VIEWS = {
  event: { of: 'event', keeps: ['type'] },
  outcome: { of: 'status', keeps: ['channel', 'detail'] },
  type_outcome: { of: 'status', keeps: ['channel', 'type'] },
  language_outcome: { of: 'status', keeps: ['language'] },
  /** Failures alone by everything but the language: few enough to be kept so. */
  failure: { of: 'status', keeps: ['channel', 'type', 'detail'], only: 'failed' },
  acceptance: { of: 'acceptance', keeps: ['channel', 'detail'] },
  delivery: { of: 'delivery', keeps: ['channel', 'detail'] },
  attempt: { of: 'attempt', keeps: ['channel', 'detail'] },
  error: { of: 'error', keeps: ['channel', 'detail'] },
  engagement: { of: 'engagement', keeps: ['type', 'detail'] },
  segments: { of: 'segments', keeps: ['channel'] },
  preference: { of: 'preference', keeps: ['channel', 'detail'] },
  suppression: { of: 'suppression', keeps: ['channel', 'detail'] },
} as const satisfies Record<string, FigureView>;

export type FigureViewName = keyof typeof FIGURE_VIEWS;

export const FIGURE_VIEW_NAMES = Object.keys(FIGURE_VIEWS) as FigureViewName[];

interface Resolution {
  readonly stepMs: number;
  /** How long figures are kept at it. */
  readonly keptMs: number;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Finest first; each step divides the next. Steps begin with the day in UTC. */
export const FIGURE_RESOLUTIONS = {
  minute: { stepMs: MINUTE, keptMs: 2 * DAY },
  quarter_hour: { stepMs: 15 * MINUTE, keptMs: 14 * DAY },
  hour: { stepMs: HOUR, keptMs: 100 * DAY },
  day: { stepMs: DAY, keptMs: 800 * DAY },
} as const satisfies Record<string, Resolution>;

export type FigureResolution = keyof typeof FIGURE_RESOLUTIONS;

export const FIGURE_RESOLUTION_NAMES = Object.keys(FIGURE_RESOLUTIONS) as FigureResolution[];

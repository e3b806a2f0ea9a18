/** Implements F5. Which steps a request for figures is about. Pure. */
import type { FigureInterval } from '#contracts';
import {
  FIGURE_RESOLUTIONS,
  INTERVAL_RESOLUTIONS,
  type Span,
  alignOutwards,
  fittingInterval,
  intervalMs,
  isKept,
} from '#notifications';
import { invalidRequest } from '../problems/problem.error.js';
import type { AnalyticsQuery } from './analytics.query.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** A month by the hour. */
const MOST_STEPS = 800;

export interface AskedSpan {
  /** Of whole steps. */
  readonly span: Span;
  readonly interval: FigureInterval;
}

/** @throws ProblemError `invalid_request` for a span that is none, has too many steps, or lies further back than its figures are kept */
export function askedSpan(query: AnalyticsQuery, now: Date): AskedSpan {
  const to = (query.to ?? now).getTime();
  const from = query.from?.getTime() ?? to - HOUR;
  if (from >= to) throw invalidRequest([{ field: 'from', message: 'must be before `to`' }]);
  if (from > now.getTime()) throw invalidRequest([{ field: 'from', message: 'must not be in the future' }]);
  const interval = query.interval ?? fittingInterval({ from, to }, now.getTime());
  const span = alignOutwards({ from, to }, intervalMs(interval));
  const steps = (span.to - span.from) / intervalMs(interval);
  if (steps > MOST_STEPS) {
    const message = `makes ${steps} steps of this span; at most ${MOST_STEPS} are answered`;
    throw invalidRequest([{ field: 'interval', message }]);
  }
  if (!isKept(interval, span.from, now.getTime())) {
    const days = FIGURE_RESOLUTIONS[INTERVAL_RESOLUTIONS[interval]].keptMs / DAY;
    const message = `lies further back than the ${days} days for which figures by steps of ${interval} are kept`;
    throw invalidRequest([{ field: 'from', message }]);
  }
  return { span, interval };
}

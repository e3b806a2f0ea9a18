/** Implements F5. Figures of a span of time: added up over the whole of it, and step by step. */
import type { Channel, Language, NotificationType } from '#contracts';
import {
  FIGURE_RESOLUTIONS,
  FIGURE_VIEW_NAMES,
  type FigureResolution,
  type FigureViewName,
  NO_ACCEPTANCE,
  type Span,
  coverSpan,
} from '#notifications';
import type { Sql } from '../database.js';
import { viewParameters, viewsOf } from './figure-summary.repository.js';

/** Of a whole span. What a view does not keep is empty. */
export interface TotalFigure {
  readonly kind: FigureViewName;
  readonly channel: Channel | '';
  readonly type: NotificationType | '';
  readonly language: Language | '';
  readonly label: string;
  readonly detail: string;
  /** What came, less what left again. */
  readonly net: number;
  /** Start of the first step it was counted in; steps at the ends of a span are finer than those in its middle. */
  readonly firstAt: Date;
  readonly lastAt: Date;
}

/** Of a step, over everything but the label. */
export interface StepFigure {
  /** Start of the step, in milliseconds. */
  readonly at: number;
  readonly measure: StepMeasure;
  /** Status or bucket; otherwise empty. */
  readonly label: string;
  readonly net: number;
}

/** `acceptance`: of those that did not have to wait. `retried`: calls after the first of their budget. */
export type StepMeasure = 'outcome' | 'acceptance' | 'retried' | 'preference';

/** Failures are among the outcomes. */
const TOTAL_VIEWS = FIGURE_VIEW_NAMES.filter((name) => name !== 'failure');
const STEP_VIEWS = ['outcome', 'acceptance', 'attempt', 'preference'] as const satisfies readonly FigureViewName[];

export interface SpanFigures {
  readonly totals: readonly TotalFigure[];
  readonly steps: readonly StepFigure[];
}

interface Row {
  at: number | null;
  kind: string;
  channel: Channel | '';
  type: NotificationType | '';
  language: Language | '';
  label: string;
  detail: string;
  net: number;
  first_at: Date;
  last_at: Date;
}

/**
 * For the rest of a transaction, statements are planned for what they ask: the plan that would suit any span takes half as long again for a
 * long one.
 */
export async function planForSpans(sql: Sql): Promise<void> {
  await sql.query(`SET LOCAL plan_cache_mode = 'force_custom_plan'`);
}

/** Both from one snapshot, so that they agree. @param span of whole steps */
export async function readFigures(sql: Sql, span: Span, resolution: FigureResolution, now: Date): Promise<SpanFigures> {
  const rows = await sql.query<Row>(READ_FIGURES, [
    ...totalParameters(TOTAL_VIEWS, span, now),
    resolution,
    FIGURE_RESOLUTIONS[resolution].stepMs / 1_000,
    STEP_VIEWS,
  ]);
  return {
    totals: rows.filter(({ at }) => at === null).map(totalOf),
    steps: rows.flatMap((row) => (row.at === null ? [] : [stepOf(row, row.at)])),
  };
}

/** Only added up, and only these views. @param span of whole minutes */
export async function readTotals(
  sql: Sql,
  views: readonly FigureViewName[],
  span: Span,
  now: Date,
): Promise<TotalFigure[]> {
  return (await sql.query<Row>(READ_TOTALS, totalParameters(views, span, now))).map(totalOf);
}

function totalParameters(views: readonly FigureViewName[], span: Span, now: Date): unknown[] {
  const cover = coverSpan(span, now.getTime());
  return [
    ...viewParameters(views),
    new Date(span.from),
    new Date(span.to),
    cover.map((part) => part.resolution),
    cover.map(({ from }) => new Date(from)),
    cover.map(({ to }) => new Date(to)),
  ];
}

/** Only step by step. */
export async function readSteps(sql: Sql, span: Span, resolution: FigureResolution): Promise<StepFigure[]> {
  const rows = await sql.query<Row & { at: number }>(READ_STEPS, [
    ...viewParameters(STEP_VIEWS),
    new Date(span.from),
    new Date(span.to),
    resolution,
    FIGURE_RESOLUTIONS[resolution].stepMs / 1_000,
  ]);
  return rows.map((row) => stepOf(row, row.at));
}

/** Shards are added up first: what stands in the log is made several views of. */
const LIVE = `live AS MATERIALIZED (${viewsOf(`(
    SELECT minute, kind, channel, notification_type, language, label, detail, sum(amount::float8) AS amount, sum(departed::float8) AS departed
      FROM delivery_figure WHERE minute >= $8 AND minute < $9 AND kind = ANY($2::text[])
     GROUP BY minute, kind, channel, notification_type, language, label, detail)`)})`;

/**
 * Each kind and part of a span is looked up and added up by itself, which the index and the planner are good at. Sums of doubles are exact up
 * to 2^53 and cost half of what those of bigints do.
 */
const addsUpSteps = (kinds: string, resolution: string, seconds: string): string => `
  SELECT extract(epoch FROM f.at)::float8 * 1000 AS at, f.kind, f.label, sum(f.net) AS net
    FROM (SELECT s.at, CASE k.kind WHEN 'attempt' THEN 'retried' ELSE k.kind END AS kind, s.label, s.net
            FROM unnest(${kinds}::text[]) AS k(kind)
           CROSS JOIN LATERAL (
             SELECT starts_at AS at, ${stepLabel('k.kind')}, sum((amount - departed)::float8) AS net
               FROM figure_summary
              WHERE resolution = ${resolution} AND kind = k.kind AND starts_at >= $8 AND starts_at < $9 AND ${isShown('k.kind')}
              GROUP BY 1, 2) AS s
           UNION ALL
          SELECT date_bin(make_interval(secs => ${seconds}), minute, '2000-01-01Z'), CASE kind WHEN 'attempt' THEN 'retried' ELSE kind END,
                 ${stepLabel('kind')}, amount - departed
            FROM live WHERE kind = ANY(${kinds}::text[]) AND ${isShown('kind')}) AS f
   GROUP BY 1, 2, 3`;

function stepLabel(kind: string): string {
  return `CASE WHEN ${kind} IN ('outcome', 'acceptance') THEN label ELSE '' END AS label`;
}

function isShown(kind: string): string {
  return `(${kind} <> 'acceptance' OR (detail = 'prompt' AND label <> '${NO_ACCEPTANCE}')) AND (${kind} <> 'attempt' OR detail <> '1')`;
}

/** Each figure is in one of these views only, so it is added up but once. */
const READ_STEPS = `
  WITH live AS (${viewsOf('delivery_figure')} WHERE f.minute >= $8 AND f.minute < $9)
  ${addsUpSteps('$1', '$10', '$11')}`;

const ADDS_UP_TOTALS = `
  SELECT NULL::float8 AS at, kind, channel, notification_type AS type, language, label, detail, sum(net) AS net,
         min(first_at) AS first_at, max(last_at) AS last_at
    FROM (SELECT k.kind, s.*
            FROM unnest($10::text[], $11::timestamptz[], $12::timestamptz[]) AS c(resolution, starts, ends)
           CROSS JOIN unnest($1::text[]) AS k(kind)
           CROSS JOIN LATERAL (
             SELECT channel, notification_type, language, label, detail, sum((amount - departed)::float8) AS net,
                    min(starts_at) AS first_at, max(starts_at) AS last_at
               FROM figure_summary
              WHERE resolution = c.resolution AND kind = k.kind AND starts_at >= c.starts AND starts_at < c.ends
              GROUP BY channel, notification_type, language, label, detail) AS s
           UNION ALL
          SELECT kind, channel, notification_type, language, label, detail, amount - departed, minute, minute FROM live) AS f
   GROUP BY kind, channel, notification_type, language, label, detail`;

const READ_TOTALS = `
  WITH ${LIVE}
  ${ADDS_UP_TOTALS}`;

const READ_FIGURES = `
  WITH ${LIVE}
  ${ADDS_UP_TOTALS}
   UNION ALL
  SELECT at, kind, '', '', '', label, '', net, NULL, NULL FROM (${addsUpSteps('$15', '$13::text', '$14::int')}) AS steps`;

function totalOf(row: Row): TotalFigure {
  const { channel, type, language, label, detail } = row;
  const kind = row.kind as FigureViewName;
  return {
    kind,
    channel,
    type,
    language,
    label,
    detail,
    net: row.net,
    firstAt: row.first_at,
    lastAt: row.last_at,
  };
}

function stepOf({ kind, label, net }: Row, at: number): StepFigure {
  return { at, measure: kind as StepMeasure, label, net };
}

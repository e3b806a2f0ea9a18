/** Implements F5. Figures of minutes that are over, added up. */
import {
  FIGURE_RESOLUTIONS,
  FIGURE_RESOLUTION_NAMES,
  FIGURE_VIEWS,
  FIGURE_VIEW_NAMES,
  type FigureView as View,
  type FigureViewName,
} from '#notifications';
import type { Sql } from '../database.js';

/** Rows of `delivery_figure`, or of what is like it, named `f`, as the views whose parameters come first: see `viewParameters`. */
export const viewsOf = (source: string): string => `
  SELECT v.name AS kind, f.minute, CASE WHEN v.channel THEN f.channel ELSE '' END AS channel,
         CASE WHEN v.type THEN f.notification_type ELSE '' END AS notification_type,
         CASE WHEN v.language THEN f.language ELSE '' END AS language,
         f.label, CASE WHEN v.detail THEN f.detail ELSE '' END AS detail, f.amount, f.departed
    FROM ${source} AS f
    JOIN unnest($1::text[], $2::text[], $3::text[], $4::bool[], $5::bool[], $6::bool[], $7::bool[])
         AS v(name, kind, sole, channel, type, language, detail) ON v.kind = f.kind AND (v.sole IS NULL OR v.sole = f.label)`;

/** `$1` to `$7` of a statement with `viewsOf`; `$1` are the names. */
export function viewParameters(names: readonly FigureViewName[] = FIGURE_VIEW_NAMES): readonly unknown[][] {
  const views: View[] = names.map((name) => FIGURE_VIEWS[name]);
  const keeps = (dimension: View['keeps'][number]) => views.map((view) => view.keeps.includes(dimension));
  return [
    [...names],
    views.map((view) => view.of),
    views.map((view) => view.only ?? null),
    keeps('channel'),
    keeps('type'),
    keeps('language'),
    keeps('detail'),
  ];
}

/** Rows a statement: well under its time. */
const BATCH = 20_000;

/**
 * Moves figures of minutes that ended before `before` into the views of every resolution, oldest first; what stands in the log also by
 * every dimension, for each day. Figures that are written later still are moved the next time. Each figure is in one of the two tables at any
 * moment, so a reader who adds them up in one statement counts it once. SKIP LOCKED: a replica that does the same takes others, and one that
 * still writes keeps its own; rows of the summary are locked in sorted order.
 * @returns how many rows moved; more are left when it is `limit`
 */
export async function moveFigures(sql: Sql, before: Date, limit = BATCH): Promise<number> {
  const [row] = await sql.query<{ moved: number }>(MOVE_FIGURES, [
    ...viewParameters(),
    FIGURE_RESOLUTION_NAMES,
    FIGURE_RESOLUTION_NAMES.map((name) => FIGURE_RESOLUTIONS[name].stepMs / 1_000),
    before,
    limit,
  ]);
  return row?.moved ?? 0;
}

const MOVE_FIGURES = `
  WITH moved AS (
    DELETE FROM delivery_figure WHERE ctid = ANY(ARRAY(
      SELECT ctid FROM delivery_figure WHERE minute < $10::timestamptz - interval '1 minute'
       ORDER BY minute LIMIT $11 FOR UPDATE SKIP LOCKED))
    RETURNING minute, kind, channel, notification_type, language, label, detail, amount, departed),
  viewed AS (
    SELECT r.name AS resolution, date_bin(make_interval(secs => r.seconds), w.minute, '2000-01-01Z') AS starts_at,
           w.kind, w.channel, w.notification_type, w.language, w.label, w.detail, w.amount, w.departed
      FROM (${viewsOf('moved')}) AS w
     CROSS JOIN unnest($8::text[], $9::int[]) AS r(name, seconds)
    UNION ALL
    SELECT 'day', date_bin('1 day', minute, '2000-01-01Z'),
           kind, channel, notification_type, language, label, detail, amount, departed
      FROM moved WHERE kind = 'status'),
  summed AS (
    INSERT INTO figure_summary AS s
           (resolution, kind, starts_at, channel, notification_type, language, label, detail, amount, departed)
    SELECT resolution, kind, starts_at, channel, notification_type, language, label, detail, sum(amount), sum(departed)
      FROM viewed GROUP BY 1, 2, 3, 4, 5, 6, 7, 8 ORDER BY 1, 2, 3, 4, 5, 6, 7, 8
    ON CONFLICT (resolution, kind, starts_at, channel, notification_type, language, label, detail) DO UPDATE
       SET amount = s.amount + excluded.amount, departed = s.departed + excluded.departed)
  SELECT count(*)::int AS moved FROM moved`;

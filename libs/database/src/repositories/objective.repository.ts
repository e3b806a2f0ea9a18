/** Implements F5, N1, N2. What counts for the objectives, over spans that end now. */
import { CHANNELS, type Channel } from '#contracts';
import {
  FIGURE_RESOLUTIONS,
  type FigureViewName,
  OBJECTIVE_IDS,
  type ObjectiveCount,
  type ObjectiveFigure,
  type ObjectiveId,
  objectiveCount,
} from '#notifications';
import type { Sql } from '../database.js';
import { viewParameters, viewsOf } from './figure-summary.repository.js';
import { countOverdue } from './work-figures.repository.js';

export interface ObjectiveWindow extends ObjectiveCount {
  readonly objective: ObjectiveId;
  readonly channel: Channel;
  readonly windowMs: number;
}

const { hour: HOUR, minute: MINUTE, quarter_hour: QUARTER } = FIGURE_RESOLUTIONS;

/** What a span is read at: the finest that keeps it short of a hundred steps or so. It begins with the step that holds its beginning. */
const RESOLUTIONS = [
  { upToMs: 2 * HOUR.stepMs, resolution: 'minute', ...MINUTE },
  { upToMs: 36 * HOUR.stepMs, resolution: 'quarter_hour', ...QUARTER },
  { upToMs: Infinity, resolution: 'hour', ...HOUR },
] as const;

interface FigureRow {
  window_ms: number;
  kind: (typeof VIEWS)[number];
  channel: Channel;
  label: string;
  detail: string;
  amount: number;
  departed: number;
}

/** @param windowsMs lengths of the spans. @returns of each span every objective on every channel */
export async function countObjectives(sql: Sql, windowsMs: readonly number[], now: Date): Promise<ObjectiveWindow[]> {
  const windows = windowsMs.map((windowMs) => ({ windowMs, ...startOf(windowMs, now) }));
  const rows = await sql.query<FigureRow>(COUNT_FIGURES, [
    ...viewParameters(VIEWS),
    windows.map(({ windowMs }) => windowMs),
    windows.map(({ resolution }) => resolution),
    windows.map(({ startsAt }) => startsAt),
  ]);
  const overdue = await countOverdue(sql, now);
  return windowsMs.flatMap((windowMs) =>
    OBJECTIVE_IDS.flatMap((objective) =>
      CHANNELS.map((channel) => {
        const { good, bad } = objectiveCount(objective, figuresOf(rows, windowMs, channel));
        return { objective, channel, windowMs, good, bad: objective === 'N1' ? bad + overdue[channel] : bad };
      }),
    ),
  );
}

const VIEWS = ['outcome', 'acceptance'] as const satisfies readonly FigureViewName[];

const COUNT_FIGURES = `
  WITH live AS MATERIALIZED (${viewsOf(`(
    SELECT minute, kind, channel, '' AS notification_type, '' AS language, label, detail,
           sum(amount::float8) AS amount, sum(departed::float8) AS departed
      FROM delivery_figure WHERE kind IN ('status', 'acceptance') GROUP BY minute, kind, channel, label, detail)`)})
  SELECT window_ms, kind, channel, label, detail, sum(amount) AS amount, sum(departed) AS departed
    FROM (SELECT w.window_ms, k.kind, s.*
            FROM unnest($8::float8[], $9::text[], $10::timestamptz[]) AS w(window_ms, resolution, starts_at)
           CROSS JOIN unnest($1::text[]) AS k(kind)
           CROSS JOIN LATERAL (
             SELECT channel, label, detail, sum(amount::float8) AS amount, sum(departed::float8) AS departed FROM figure_summary
              WHERE resolution = w.resolution AND kind = k.kind AND starts_at >= w.starts_at
              GROUP BY channel, label, detail) AS s
           UNION ALL
          SELECT w.window_ms, f.kind, f.channel, f.label, f.detail, f.amount, f.departed
            FROM unnest($8::float8[], $10::timestamptz[]) AS w(window_ms, starts_at) JOIN live f ON f.minute >= w.starts_at) AS counted
   GROUP BY window_ms, kind, channel, label, detail`;

function startOf(windowMs: number, now: Date) {
  const { resolution, stepMs } = RESOLUTIONS.find(({ upToMs }) => windowMs <= upToMs) ?? RESOLUTIONS[2];
  return { resolution, startsAt: new Date(Math.floor((now.getTime() - windowMs) / stepMs) * stepMs) };
}

function figuresOf(rows: readonly FigureRow[], windowMs: number, channel: Channel): ObjectiveFigure[] {
  return rows.filter((row) => row.window_ms === windowMs && row.channel === channel);
}

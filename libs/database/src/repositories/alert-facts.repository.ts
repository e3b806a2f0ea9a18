/**
 * Implements F5, AC-17. What the watch alone looks at, every few seconds, in every replica: figures of the last minutes, and a count that ends at
 * 1000. The queue it reads as the live figures do, see `work-figures.repository.ts`.
 */
import type { Channel, NotificationType } from '#contracts';
import type { FigureViewName } from '#notifications';
import type { Sql } from '../database.js';
import { viewParameters, viewsOf } from './figure-summary.repository.js';

/** Of all languages together. */
export interface RecentFigure {
  readonly kind: FigureViewName;
  readonly channel: Channel;
  readonly type: NotificationType | '';
  readonly label: string;
  readonly detail: string;
  /** What came. */
  readonly amount: number;
  /** What left again, though it may have come before. */
  readonly departed: number;
}

/** Added up over whole minutes, from the one that begins at `from` to the one before `until`. */
export async function sumRecentFigures(
  sql: Sql,
  view: FigureViewName,
  from: Date,
  until: Date,
): Promise<RecentFigure[]> {
  return sql.query<RecentFigure>(
    `SELECT channel, notification_type AS type, label, detail,
            sum(amount::float8) AS amount, sum(departed::float8) AS departed
       FROM (SELECT channel, notification_type, label, detail, amount, departed
               FROM (${viewsOf('delivery_figure')} WHERE f.minute >= $8 AND f.minute < $9) AS live
             UNION ALL
             SELECT channel, notification_type, label, detail, amount, departed
               FROM figure_summary
              WHERE resolution = 'minute' AND starts_at >= $8 AND starts_at < $9 AND kind = ANY($1::text[])) AS f
      GROUP BY channel, notification_type, label, detail`,
    [...viewParameters([view]), from, until],
  );
}

/** Incoming events that could not be used, and wait for a person. Counted up to 1000. */
export async function countRejectedEvents(sql: Sql, since: Date): Promise<number> {
  const [row] = await sql.query<{ count: number }>(
    `SELECT count(*)::int AS count
       FROM (SELECT 1 FROM rejected_event WHERE replayed_at IS NULL AND created_at > $1 LIMIT 1000) AS r`,
    [since],
  );
  return row?.count ?? 0;
}

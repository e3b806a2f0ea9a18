/** Implements F5, AC-17. What the watch looks at, beside the objectives. Every statement reads little: it runs every few seconds, in every replica. */
import { CHANNELS, type Channel, type NotificationType } from '#contracts';
import type { ChannelBacklog, FigureViewName } from '#notifications';
import type { Sql } from '../database.js';
import { viewParameters, viewsOf } from './figure-summary.repository.js';

/** Of all languages together. */
export interface RecentFigure {
  readonly kind: FigureViewName;
  readonly channel: Channel;
  readonly type: NotificationType | '';
  readonly label: string;
  readonly detail: string;
  /** What came, less what left again. */
  readonly net: number;
}

/** Added up over whole minutes, from the one that begins at `from` to the one before `until`. */
export async function sumRecentFigures(
  sql: Sql,
  view: FigureViewName,
  from: Date,
  until: Date,
): Promise<RecentFigure[]> {
  const rows = await sql.query<Omit<RecentFigure, 'net'> & { net: string }>(
    `SELECT channel, notification_type AS type, label, detail, sum(amount - departed) AS net
       FROM (SELECT channel, notification_type, label, detail, amount, departed
               FROM (${viewsOf('delivery_figure')} WHERE f.minute >= $8 AND f.minute < $9) AS live
             UNION ALL
             SELECT channel, notification_type, label, detail, amount, departed
               FROM figure_summary
              WHERE resolution = 'minute' AND starts_at >= $8 AND starts_at < $9 AND kind = ANY($1::text[])) AS f
      GROUP BY channel, notification_type, label, detail`,
    [...viewParameters([view]), from, until],
  );
  return rows.map((row) => ({ ...row, net: Number(row.net) }));
}

/** Due rows that no worker holds, of each channel the oldest. Parked ones belong to a type that is paused. */
export async function findOldestDue(sql: Sql, now: Date): Promise<ChannelBacklog[]> {
  const rows = await sql.query<{ channel: Channel; due: Date | null; released_due: Date | null }>(
    `SELECT c.channel, (${oldestDue('NOT q.waited')}) AS due, (${oldestDue('q.waited')}) AS released_due
       FROM unnest($1::text[]) AS c(channel)`,
    [CHANNELS, now],
  );
  const secondsSince = (due: Date | null) => (due === null ? null : (now.getTime() - due.getTime()) / 1_000);
  return rows.map(({ channel, due, released_due }) => ({
    channel,
    oldestSeconds: secondsSince(due),
    oldestReleasedSeconds: secondsSince(released_due),
  }));
}

/** A lease that has run out holds nothing. The order is for the planner, which without it reads the whole table. */
function oldestDue(which: string): string {
  return `SELECT q.due_at FROM delivery_queue q
     WHERE q.channel = c.channel AND NOT q.parked AND q.due_at <= $2 AND ${which}
       AND (q.state <> 'sending' OR q.lease_expires_at <= $2)
     ORDER BY q.due_at LIMIT 1`;
}

export interface GivenUpCounts {
  readonly notifications: number;
  readonly events: number;
}

/** Notifications that were given up on, and incoming events that could not be used, which wait for a person. Each counted up to 1000. */
export async function countGivenUp(sql: Sql, deadSince: Date, rejectedSince: Date): Promise<GivenUpCounts> {
  const [row] = await sql.query<GivenUpCounts>(
    `SELECT (SELECT count(*)::int FROM (SELECT 1 FROM dead_letter WHERE at > $1 LIMIT 1000) AS d) AS notifications,
            (SELECT count(*)::int FROM (SELECT 1 FROM rejected_event
              WHERE replayed_at IS NULL AND created_at > $2 LIMIT 1000) AS r) AS events`,
    [deadSince, rejectedSince],
  );
  return row ?? { notifications: 0, events: 0 };
}

/** Channels that are halted by themselves, and why. */
export function findHalted(sql: Sql): Promise<{ channel: Channel; reason: string }[]> {
  return sql.query(
    `SELECT channel, halt_reason AS reason FROM channel_state WHERE halt_reason IS NOT NULL ORDER BY channel`,
  );
}

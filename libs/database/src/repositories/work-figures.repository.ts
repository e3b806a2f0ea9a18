/** Implements F5, F9, N1. What waits in the queue now, and why. Each function reads it once, whole: it holds only work that remains. */
import { CHANNELS, type Channel } from '#contracts';
import type { LiveFigures } from '#contracts';
import { type ChannelBacklog, PROMPT_WITHIN_MS } from '#notifications';
import type { Sql } from '../database.js';
import { CLAIMS_PER_ATTEMPT } from './delivery-queue.repository.js';

export type ChannelWaiting = LiveFigures['waiting'][number];
export type Release = LiveFigures['releases'][number];

interface WaitingRow {
  channel: Channel;
  due: string;
  oldest_due_at: Date | null;
  sending: string;
  unconfirmed: string;
  retrying: string;
  quiet_hours: string;
  paused: string;
}

/**
 * How each row stands at `$1`: the one definition behind live figures, metrics, alerts and objective N1. `due` is what a worker may take, so a lease
 * that has run out holds nothing; since when, a fresh row says by when it was put there: the poll leaves it to the nudge for its first
 * seconds. `paused` is what an operator holds back now. A row is told that it is paused also when its provider fails, which is no excuse,
 * and is not told when the pause ends, which makes it due.
 */
const CLASSIFIED = `
  SELECT id, channel, due_at, enqueued_at, waited, claim_no, wait_reason,
         CASE WHEN state = 'sending' AND (lease_expires_at <= $1) IS NOT TRUE THEN 'sending'
              WHEN parked OR (wait_reason = 'paused' AND
                   ARRAY['all', channel, notification_type]::text[] && ARRAY(SELECT scope::text FROM operator_pause)) THEN 'paused'
              WHEN due_at <= $1 OR (claim_no = 0 AND wait_reason IS NULL) THEN 'due'
              WHEN state = 'unconfirmed' THEN 'unconfirmed'
              WHEN wait_reason = 'quiet_hours' THEN 'quiet_hours'
              ELSE 'retrying' END AS standing,
         CASE WHEN state = 'sending' THEN lease_expires_at
              WHEN claim_no = 0 AND wait_reason IS NULL THEN enqueued_at
              ELSE due_at END AS due_since
    FROM delivery_queue`;

/** Every channel, also one on which nothing waits. */
export async function countWaiting(sql: Sql, now: Date): Promise<ChannelWaiting[]> {
  const rows = await sql.query<WaitingRow>(
    `SELECT channel, count(*) FILTER (WHERE standing = 'due') AS due,
            min(due_since) FILTER (WHERE standing = 'due') AS oldest_due_at,
            count(*) FILTER (WHERE standing = 'sending') AS sending,
            count(*) FILTER (WHERE standing = 'unconfirmed') AS unconfirmed,
            count(*) FILTER (WHERE standing = 'retrying') AS retrying,
            count(*) FILTER (WHERE standing = 'quiet_hours') AS quiet_hours,
            count(*) FILTER (WHERE standing = 'paused') AS paused
       FROM (${CLASSIFIED}) AS q GROUP BY channel`,
    [now],
  );
  const byChannel = new Map(rows.map((row) => [row.channel, row]));
  return CHANNELS.map((channel) => waitingOf(channel, byChannel.get(channel), now));
}

function waitingOf(channel: Channel, row: WaitingRow | undefined, now: Date): ChannelWaiting {
  return {
    channel,
    due: Number(row?.due ?? 0),
    oldestDueSeconds: secondsSince(row?.oldest_due_at ?? null, now),
    sending: Number(row?.sending ?? 0),
    unconfirmed: Number(row?.unconfirmed ?? 0),
    retrying: Number(row?.retrying ?? 0),
    quietHours: Number(row?.quiet_hours ?? 0),
    paused: Number(row?.paused ?? 0),
  };
}

/** Of each channel the oldest that is due, by whether it had to wait before. */
export async function findOldestDue(sql: Sql, now: Date): Promise<ChannelBacklog[]> {
  const rows = await sql.query<{ channel: Channel; since: Date | null; released_since: Date | null }>(
    `SELECT channel, min(due_since) FILTER (WHERE NOT waited) AS since, min(due_since) FILTER (WHERE waited) AS released_since
       FROM (${CLASSIFIED}) AS q WHERE standing = 'due' GROUP BY channel`,
    [now],
  );
  const byChannel = new Map(rows.map((row) => [row.channel, row]));
  return CHANNELS.map((channel) => {
    const row = byChannel.get(channel);
    return {
      channel,
      oldestSeconds: secondsSince(row?.since ?? null, now),
      oldestReleasedSeconds: secondsSince(row?.released_since ?? null, now),
    };
  });
}

function secondsSince(then: Date | null, now: Date): number | null {
  return then === null ? null : Math.max(0, now.getTime() - then.getTime()) / 1_000;
}

/** What waits for a time that is known: quiet hours and retries. The earliest hour first. */
export async function countReleases(sql: Sql, now: Date): Promise<Release[]> {
  const rows = await sql.query<{ hour: Date; channel: Channel; count: string }>(
    `SELECT date_trunc('hour', due_at, 'UTC') AS hour, channel, count(*)
       FROM (${CLASSIFIED}) AS q
      WHERE standing IN ('quiet_hours', 'retrying') GROUP BY 1, 2 ORDER BY 1, 2`,
    [now],
  );
  return rows.map(({ hour, channel, count }) => ({ hour: hour.toISOString(), channel, count: Number(count) }));
}

/**
 * What the provider should have taken by now and has not: its event is older than objective N1 allows, and it has no excuse to wait. A row
 * that was put there longer ago than that has an older event still; only of fresh ones the log is asked. What was accepted once and came back
 * has counted then: its row counts claims from an attempt on.
 */
export async function countOverdue(sql: Sql, now: Date): Promise<Record<Channel, number>> {
  const rows = await sql.query<{ channel: Channel; count: string }>(
    `SELECT channel, count(*) FROM (${CLASSIFIED}) AS q
      WHERE NOT waited AND standing NOT IN ('quiet_hours', 'paused') AND wait_reason IS DISTINCT FROM 'no_recipient'
        AND claim_no < ${CLAIMS_PER_ATTEMPT}
        AND (enqueued_at < $2 OR (SELECT n.event_time < $2 FROM notification_log n WHERE n.id = q.id))
      GROUP BY channel`,
    [now, new Date(now.getTime() - PROMPT_WITHIN_MS)],
  );
  const counts = new Map(rows.map(({ channel, count }) => [channel, Number(count)]));
  return Object.fromEntries(CHANNELS.map((channel) => [channel, counts.get(channel) ?? 0])) as Record<Channel, number>;
}

export type ChannelHalt = LiveFigures['halts'][number];

/** Channels that are held by themselves. */
export async function findHalts(sql: Sql): Promise<ChannelHalt[]> {
  const rows = await sql.query<{ channel: Channel; reason: string; since: Date; until: Date }>(
    `SELECT channel, halt_reason AS reason, halted_since AS since, halted_until AS until
       FROM channel_state WHERE halt_reason IS NOT NULL ORDER BY channel`,
  );
  return rows.map((row) => ({ ...row, since: row.since.toISOString(), until: row.until.toISOString() }));
}

/** What was given up on and waits for a person. */
export async function countDeadLetters(sql: Sql): Promise<LiveFigures['deadLetters']> {
  const [row] = await sql.query<{ notifications: string; events: string }>(
    `SELECT (SELECT count(*) FROM dead_letter) AS notifications,
            (SELECT count(*) FROM rejected_event WHERE replayed_at IS NULL) AS events`,
  );
  return { notifications: Number(row?.notifications ?? 0), rejectedEvents: Number(row?.events ?? 0) };
}

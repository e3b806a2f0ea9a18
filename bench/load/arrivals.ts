import { setTimeout as delay } from 'node:timers/promises';
import { CHANNELS } from '#contracts';
import { firstUuidOf } from '#database';
import type pg from 'pg';
import { round } from '../latencies.js';

/** Whose notifications: of customers whose ids begin so, made since then. */
export interface Arrivals {
  readonly since: Date;
  readonly users: string;
}

/** Milliseconds from the order event to the provider's acceptance, or to the inbox. */
export interface ArrivalTimes {
  readonly arrived: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
  /** From the first event to the last arrival. */
  readonly perSecond: number;
}

const GIVE_UP_MS = 900_000;
/** Counting is work for the server that is being measured. */
const POLL_MS = 500;

/**
 * Resolves once so many events have been dispatched, and none of their notifications waits any more.
 * @throws Error when that takes a quarter of an hour
 */
export async function untilArrived(database: pg.Client, events: number, { since, users }: Arrivals): Promise<void> {
  const deadline = Date.now() + GIVE_UP_MS;
  while (Date.now() < deadline) {
    const { rows } = await database.query<{ planned: number; waiting: boolean }>(COUNT, [firstUuidOf(since), users]);
    const [row] = rows;
    if (row !== undefined && row.planned >= events * CHANNELS.length && !row.waiting) return;
    await delay(POLL_MS);
  }
  throw new Error(`${events} events were not settled within ${GIVE_UP_MS / 60_000} minutes.`);
}

/** The server's collation is C: what begins alike stands together in the index. */
const COUNT = `
  SELECT (SELECT count(*)::int FROM notification_log WHERE id >= $1 AND starts_with(user_id, $2)) AS planned,
         EXISTS (SELECT 1 FROM delivery_queue WHERE user_id ^@ $2) AS waiting`;

/** @returns by channel */
export async function arrivalTimes(
  database: pg.Client,
  { since, users }: Arrivals,
): Promise<Readonly<Record<string, ArrivalTimes>>> {
  const { rows } = await database.query<{ channel: string; count: number; ranks: number[]; seconds: number }>(TIMES, [
    firstUuidOf(since),
    users,
  ]);
  return Object.fromEntries(
    rows.map(({ channel, count, ranks, seconds }) => {
      const [p50 = Number.NaN, p95 = Number.NaN, p99 = Number.NaN, max = Number.NaN] = ranks.map(round);
      return [channel, { arrived: count, p50, p95, p99, max, perSecond: Math.round(count / seconds) }];
    }),
  );
}

const TIMES = `
  SELECT channel, count(*)::int AS count, extract(epoch FROM max(sent_at) - min(event_time))::float8 AS seconds,
         percentile_disc(ARRAY[0.5, 0.95, 0.99, 1]) WITHIN GROUP (ORDER BY extract(epoch FROM sent_at - event_time)::float8 * 1000) AS ranks
    FROM notification_log WHERE id >= $1 AND starts_with(user_id, $2) AND sent_at IS NOT NULL GROUP BY channel ORDER BY channel`;

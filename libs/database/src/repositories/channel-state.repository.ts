/**
 * Implements F4, F9. What holds a channel back, as rows that all replicas see: pauses by operators, a provider that fails or refuses us,
 * its rate limits, and the rate we keep to by ourselves. Each statement stands alone; none holds a lock across another.
 */
import { CHANNELS, type Channel, type NotificationType } from '#contracts';
import type { Sql } from '../database.js';

/** What an operator can pause. */
export type PauseScope = 'all' | Channel | NotificationType;

/** A pause by an operator; it lasts until somebody resumes the scope. */
export interface Pause {
  readonly scope: PauseScope;
  /** Subject of the access token. */
  readonly actor: string;
  /** The operator's own words; null: none were given. At most 256 characters. */
  readonly reason: string | null;
  readonly since: Date;
}

/** Pausing what is paused changes nothing: the first operator's reason stands. @returns whether it was running */
export async function pause(
  sql: Sql,
  scope: PauseScope,
  actor: string,
  reason: string | null,
  now: Date,
): Promise<boolean> {
  const rows = await sql.query(
    `INSERT INTO operator_pause (scope, actor, reason, since) VALUES ($1, $2, $3, $4)
     ON CONFLICT (scope) DO NOTHING RETURNING scope`,
    [scope, actor, reason, now],
  );
  return rows.length > 0;
}

/**
 * Lifts the pause of exactly this scope; a channel stays paused while `all` is. Resuming a channel, or all of them, also tries at once a
 * provider that had failed or refused our account: the operator will have seen to it.
 * @returns whether it was paused by an operator
 */
export async function resume(sql: Sql, scope: PauseScope, now: Date): Promise<boolean> {
  const rows = await sql.query(`DELETE FROM operator_pause WHERE scope = $1 RETURNING scope`, [scope]);
  await sql.query(
    `UPDATE channel_state SET halted_until = $2, updated_at = $2
      WHERE ($1 = 'all' OR channel = $1) AND halted_until > $2`,
    [scope, now],
  );
  return rows.length > 0;
}

/** Pauses by operators in force, in the order of their scopes. */
export function loadPauses(sql: Sql): Promise<Pause[]> {
  return sql.query<Pause>(`SELECT scope, actor, reason, since FROM operator_pause ORDER BY scope`);
}

/** The channels on which these pauses hold a notification of this type back. */
export function pausedChannels(pauses: readonly Pause[], type: NotificationType): ReadonlySet<Channel> {
  const scopes = new Set(pauses.map(({ scope }) => scope));
  return new Set(CHANNELS.filter((channel) => scopes.has('all') || scopes.has(type) || scopes.has(channel)));
}

/** Why and since when a channel is halted by itself: its provider fails for everyone, or refuses our account. */
export interface Halt {
  /** `provider_failing`, or the code of the provider's refusal. */
  readonly reason: string;
  readonly since: Date;
  /** When the next message may try. */
  readonly until: Date;
}

export interface ChannelState {
  readonly halt: Halt | null;
  /** When the last halt was lifted. */
  readonly liftedAt: Date | null;
  /** The provider takes nothing before then. */
  readonly limitedUntil: Date | null;
  /** What operators have paused; of any channel. */
  readonly pausedScopes: readonly PauseScope[];
}

interface ChannelStateRow {
  halt_reason: string | null;
  halted_since: Date | null;
  halted_until: Date | null;
  lifted_at: Date | null;
  limited_until: Date | null;
  paused_scopes: PauseScope[];
}

/** All that holds a channel back, in one statement. */
export async function loadChannelState(sql: Sql, channel: Channel): Promise<ChannelState> {
  const [row] = await sql.query<ChannelStateRow>(
    `SELECT s.halt_reason, s.halted_since, s.halted_until, s.lifted_at, s.limited_until,
            ARRAY(SELECT p.scope::text FROM operator_pause p) AS paused_scopes
       FROM (VALUES ($1::text)) AS c(channel) LEFT JOIN channel_state s ON s.channel = c.channel`,
    [channel],
  );
  return {
    halt: row === undefined ? null : haltOf(row),
    liftedAt: row?.lifted_at ?? null,
    limitedUntil: row?.limited_until ?? null,
    pausedScopes: row?.paused_scopes ?? [],
  };
}

function haltOf({ halt_reason, halted_since, halted_until }: ChannelStateRow): Halt | null {
  if (halt_reason === null || halted_since === null || halted_until === null) return null;
  return { reason: halt_reason, since: halted_since, until: halted_until };
}

/**
 * Halts a channel for all replicas. Of two reasons, the one that lasts longer stands.
 * @returns whether it was running before: one replica of many raises the alarm
 */
export async function haltChannel(sql: Sql, channel: Channel, halt: Halt): Promise<boolean> {
  const rows = await sql.query<{ first: boolean }>(
    `INSERT INTO channel_state AS c (channel, halt_reason, halted_since, halted_until, updated_at) VALUES ($1, $2, $3, $4, $3)
     ON CONFLICT (channel) DO UPDATE
        SET halt_reason = excluded.halt_reason, halted_since = coalesce(c.halted_since, excluded.halted_since),
            halted_until = excluded.halted_until, updated_at = excluded.updated_at
      WHERE c.halted_until IS NULL OR c.halted_until < excluded.halted_until
     RETURNING halted_since = $3 AS first`,
    [channel, halt.reason, halt.since, halt.until],
  );
  return rows[0]?.first ?? false;
}

/**
 * The right to try a halted channel with one message: of all replicas that ask, one gets it, and only when a message is due. The order is for
 * the planner, which without it reads the whole table.
 * @param next when the next one may try, should this one fail
 */
export async function takeProbe(sql: Sql, channel: Channel, now: Date, next: Date): Promise<boolean> {
  const rows = await sql.query(
    `UPDATE channel_state SET halted_until = $3, updated_at = $2
      WHERE channel = $1 AND halted_until <= $2
        AND (SELECT true FROM delivery_queue q
              WHERE q.channel = $1 AND NOT q.parked AND q.due_at <= $2
                AND (q.state <> 'sending' OR q.lease_expires_at <= $2)
              ORDER BY q.due_at LIMIT 1)
     RETURNING channel`,
    [channel, now, next],
  );
  return rows.length > 0;
}

/** The probe made no call: the next one may try at once. */
export async function returnProbe(sql: Sql, channel: Channel, now: Date): Promise<void> {
  await sql.query(
    `UPDATE channel_state SET halted_until = $2, updated_at = $2 WHERE channel = $1 AND halted_until > $2`,
    [channel, now],
  );
}

/** @returns whether it was halted */
export async function liftHalt(sql: Sql, channel: Channel, now: Date): Promise<boolean> {
  const rows = await sql.query(
    `UPDATE channel_state
        SET halt_reason = NULL, halted_since = NULL, halted_until = NULL, lifted_at = $2, updated_at = $2
      WHERE channel = $1 AND halted_until IS NOT NULL RETURNING channel`,
    [channel, now],
  );
  return rows.length > 0;
}

/** The provider takes nothing before `until`. A later limit stands. */
export async function limitChannel(sql: Sql, channel: Channel, until: Date, now: Date): Promise<void> {
  await sql.query(
    `INSERT INTO channel_state AS c (channel, limited_until, updated_at) VALUES ($1, $2, $3)
     ON CONFLICT (channel) DO UPDATE SET limited_until = excluded.limited_until, updated_at = excluded.updated_at
      WHERE c.limited_until IS NULL OR c.limited_until < excluded.limited_until`,
    [channel, until, now],
  );
}

/** A rate that all replicas of a channel keep to together. */
export interface Pace {
  readonly perSecond: number;
  /** How many calls may come at once after a rest. */
  readonly burst: number;
}

/**
 * Takes calls out of a bucket that fills at the pace (generic cell rate algorithm: the instant up to which calls are given out is all
 * there is to keep). Nobody gets more than half of what is in it, so that whoever asks next, for fresh or for due rows, here or in
 * another replica, finds some too. The row lock makes takers wait for each other, for the length of this statement.
 * @returns how many may be made now, at most `wanted`
 */
export async function takeCalls(sql: Sql, channel: Channel, wanted: number, pace: Pace, now: Date): Promise<number> {
  const [row] = await sql.query<{ granted: number }>(
    `WITH bucket AS (
       SELECT paced_until FROM channel_state WHERE channel = $1 FOR UPDATE
     ), refilled AS (
       SELECT greatest((SELECT paced_until FROM bucket), $3::timestamptz - make_interval(secs => $5 / $4::float8)) AS from_when
     ), share AS (
       SELECT from_when,
              least($2::int, ceil(floor(extract(epoch FROM $3::timestamptz - from_when) * $4::float8 + 0.001) / 2)::int) AS granted
         FROM refilled
     )
     INSERT INTO channel_state AS c (channel, paced_until, updated_at)
     SELECT $1, from_when + make_interval(secs => granted / $4::float8), $3 FROM share WHERE granted > 0
     ON CONFLICT (channel) DO UPDATE SET paced_until = excluded.paced_until, updated_at = excluded.updated_at
     RETURNING (SELECT granted FROM share)`,
    [channel, wanted, now, pace.perSecond, pace.burst],
  );
  return row?.granted ?? 0;
}

/** Puts back what was taken and not needed. */
export async function returnCalls(sql: Sql, channel: Channel, count: number, pace: Pace, now: Date): Promise<void> {
  await sql.query(
    `UPDATE channel_state SET paced_until = paced_until - make_interval(secs => $2 / $3::float8), updated_at = $4 WHERE channel = $1`,
    [channel, count, pace.perSecond, now],
  );
}

/** What provider calls of the last half minute came to. */
export interface CallTally {
  readonly calls: number;
  readonly failures: number;
  /** User ids; a few of them once there are many. */
  readonly failedRecipients: readonly string[];
}

/** Tells the other replicas of a channel what this one's calls came to. */
export async function shareCalls(
  sql: Sql,
  channel: Channel,
  replica: string,
  tally: CallTally,
  now: Date,
): Promise<void> {
  await sql.query(
    `INSERT INTO provider_call_window (channel, replica, calls, failures, failed_recipients, at)
     VALUES ($1, $2, $3, $4, $5::text[], $6)
     ON CONFLICT (channel, replica) DO UPDATE
        SET calls = excluded.calls, failures = excluded.failures, failed_recipients = excluded.failed_recipients, at = excluded.at`,
    [channel, replica, tally.calls, tally.failures, tally.failedRecipients, now],
  );
}

/** What the calls of the channel's other replicas came to, as far as they said so after `since`. */
export async function loadOthersCalls(sql: Sql, channel: Channel, replica: string, since: Date): Promise<CallTally> {
  const [row] = await sql.query<CallTally>(
    `SELECT coalesce(sum(w.calls), 0)::int AS calls, coalesce(sum(w.failures), 0)::int AS failures,
            coalesce((SELECT array_agg(DISTINCT f.id)
                        FROM provider_call_window o, unnest(o.failed_recipients) AS f(id)
                       WHERE o.channel = $1 AND o.replica <> $2 AND o.at > $3), '{}') AS "failedRecipients"
       FROM provider_call_window w WHERE w.channel = $1 AND w.replica <> $2 AND w.at > $3`,
    [channel, replica, since],
  );
  return row ?? { calls: 0, failures: 0, failedRecipients: [] };
}

/** Forgets replicas that are gone. SKIP LOCKED: several that start together do the same. */
export async function forgetReplicas(sql: Sql, before: Date): Promise<void> {
  await sql.query(
    `DELETE FROM provider_call_window WHERE (channel, replica) IN (
       SELECT channel, replica FROM provider_call_window WHERE at < $1 FOR UPDATE SKIP LOCKED)`,
    [before],
  );
}

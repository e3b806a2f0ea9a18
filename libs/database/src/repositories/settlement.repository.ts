/** Implements F4, F5, F7, N9. What became of a batch of claims, in one transaction. Lock order: log, queue, attempts, dead letters, inbox counters, outbox, figures. */
import { statusesBefore } from '#notifications';
import type { Sql, Transaction } from '../database.js';
import { insertDeadLetters } from './dead-letter.repository.js';
import { addFigures } from './figure.repository.js';
import { takeInboxPositions } from './inbox-counter.repository.js';
import { figuresOfSettlements, languageAfter } from './settlement-figures.js';
import type { AppliedSettlement, LockedRow, NewsOfAttempt, Outcome, Settlement } from './settlement.js';

export type { AppliedSettlement, AttemptRecord, LookUpRecord, Outcome, Settlement } from './settlement.js';

/**
 * Applies a batch; runs inside the caller's transaction.
 * @returns the settlements that changed their notification. A failure under an outdated claim changes nothing; success from any
 *   claim counts and cancels whatever was planned.
 */
export async function settle(sql: Transaction, batch: readonly Settlement[], now: Date): Promise<AppliedSettlement[]> {
  const locked = await lockRows(
    sql,
    batch.map((s) => s.id),
  );
  const refuted = await findRefuted(
    sql,
    batch.filter((settlement) => isLateSuccess(settlement, locked.get(settlement.id))),
  );
  const applied = batch.filter((settlement) => applies(settlement, locked.get(settlement.id), refuted));
  await writeQueue(sql, applied);
  const recorded = await writeAttempts(sql, batch);
  await writeLookUps(sql, applied, now);
  const failed = applied.filter(({ outcome }) => outcome.kind === 'settled' && outcome.status === 'failed');
  await insertDeadLetters(
    sql,
    failed.map(({ id }) => id),
    now,
  );
  const positions = await positionsOf(sql, applied, locked);
  await writeSettled(sql, applied, locked, positions, now);
  addFigures(sql, figuresOfSettlements(locked, applied, recorded, now), now);
  return applied.map((settlement) => {
    const told = locked.get(settlement.id)?.told ?? 0;
    return { settlement, told: settlement.outcome.kind === 'settled' ? told + 1 : told };
  });
}

type LogRow = Omit<LockedRow, 'calls' | 'claimNo'> & { readonly id: string };

interface QueueRow {
  readonly id: string;
  readonly claim_no: number;
  readonly state: string;
  readonly calls: number;
  readonly waited: boolean;
}

/** Log rows first, then queue rows, each in id order: two settling workers never wait for each other in a circle. */
async function lockRows(sql: Sql, ids: readonly string[]): Promise<Map<string, LockedRow>> {
  const logs = await sql.query<LogRow>(
    `SELECT id, user_id AS "userId", channel, notification_type AS type, status, reason, language, event_time AS "eventTime",
            sent_at AS "sentAt", archived_at AS "archivedAt", waited, earlier_attempts AS "earlierAttempts", told
       FROM notification_log WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE`,
    [ids],
  );
  const queue = await sql.query<QueueRow>(
    `SELECT id, claim_no, state, attempts + earlier_attempts AS calls, waited
       FROM delivery_queue WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE`,
    [ids],
  );
  const claims = new Map(queue.map((row) => [row.id, row]));
  return new Map(logs.map((log) => [log.id, lockedRow(log, claims.get(log.id))]));
}

function lockedRow(log: LogRow, queue: QueueRow | undefined): LockedRow {
  return {
    ...log,
    waited: log.waited || queue?.waited === true,
    calls: queue?.calls ?? 0,
    claimNo: queue?.state === 'sending' ? queue.claim_no : null,
  };
}

/** A settlement that is written again, because the answer to its commit was lost, finds its claim ended. */
function applies(settlement: Settlement, row: LockedRow | undefined, refuted: ReadonlySet<string>): boolean {
  return row?.claimNo === settlement.claimNo || (isLateSuccess(settlement, row) && !refuted.has(settlement.id));
}

/** Success under a claim that has ended. */
function isLateSuccess({ claimNo, outcome }: Settlement, row: LockedRow | undefined): boolean {
  const succeeded = outcome.kind === 'settled' && outcome.status === 'sent';
  return (
    succeeded &&
    row !== undefined &&
    row.claimNo !== claimNo &&
    (statusesBefore('sent') as string[]).includes(row.status)
  );
}

/** Of late successes, those whose attempt the provider has reported to have failed since: its report overtook its answer. */
async function findRefuted(sql: Sql, successes: readonly Settlement[]): Promise<Set<string>> {
  if (successes.length === 0) return new Set();
  const rows = await sql.query<{ notification_id: string }>(
    `SELECT a.notification_id
       FROM unnest($1::uuid[], $2::smallint[]) AS s(id, number)
       JOIN notification_attempt a ON a.notification_id = s.id AND a.number = s.number
      WHERE a.notification_id = ANY($1::uuid[]) AND a.evidence IS NOT NULL AND a.outcome <> 'accepted'`,
    [successes.map((s) => s.id), successes.map((s) => s.attempt?.number ?? 0)],
  );
  return new Set(rows.map((row) => row.notification_id));
}

/** Being sent is being in the inbox. The counters are the last rows to be locked that others wait for: settlements of one customer take turns there. */
async function positionsOf(
  sql: Transaction,
  applied: readonly Settlement[],
  locked: ReadonlyMap<string, LockedRow>,
): Promise<ReadonlyMap<string, number>> {
  const arrivals = applied.flatMap(({ id, outcome }) => {
    const row = locked.get(id);
    if (row?.channel !== 'in_app' || outcome.kind !== 'settled' || outcome.status !== 'sent') return [];
    return [{ id, userId: row.userId, unread: row.archivedAt === null }];
  });
  return arrivals.length === 0 ? new Map() : takeInboxPositions(sql, arrivals);
}

async function writeSettled(
  sql: Sql,
  applied: readonly Settlement[],
  locked: ReadonlyMap<string, LockedRow>,
  positions: ReadonlyMap<string, number>,
  now: Date,
): Promise<void> {
  const settled = applied.flatMap(({ id, claimNo, attempt, outcome, language }) => {
    if (outcome.kind !== 'settled') return [];
    const row = locked.get(id);
    const retries = Math.max(attempt?.number ?? 0, begunAttempts(row, claimNo)) - 1;
    return [{ id, retries, language: languageAfter(row, language), waited: row?.waited === true, ...outcome }];
  });
  if (settled.length === 0) return;
  await sql.query(
    `UPDATE notification_log n
        SET status = s.status, reason = s.reason, told = n.told + 1,
            retry_count = greatest(n.retry_count, s.retry_count),
            sent_at = CASE WHEN s.status = 'sent' THEN $5 ELSE n.sent_at END,
            language = s.language, waited = s.waited, inbox_seq = s.inbox_seq
       FROM unnest($1::uuid[], $2::text[], $3::text[], $4::int[], $6::text[], $7::boolean[], $8::bigint[])
            AS s(id, status, reason, retry_count, language, waited, inbox_seq)
      WHERE n.id = s.id AND n.id = ANY($1::uuid[])`,
    [
      settled.map((s) => s.id),
      settled.map((s) => s.status),
      settled.map((s) => s.reason),
      settled.map((s) => Math.max(0, s.retries)),
      now,
      settled.map((s) => s.language),
      settled.map((s) => s.waited),
      settled.map((s) => positions.get(s.id) ?? null),
    ],
  );
}

/** A success may end its notification while a later claim is on its way: the number of that one's attempt is taken, too. */
function begunAttempts(row: LockedRow | undefined, claimNo: number): number {
  if (row === undefined) return 0;
  return row.claimNo === null || row.claimNo === claimNo ? row.calls : row.calls + 1;
}

async function writeQueue(sql: Sql, applied: readonly Settlement[]): Promise<void> {
  const finished = applied.filter((s) => s.outcome.kind === 'settled').map((s) => s.id);
  if (finished.length > 0) await sql.query(`DELETE FROM delivery_queue WHERE id = ANY($1::uuid[])`, [finished]);

  const kept = applied.flatMap(({ id, attempt, outcome }) =>
    outcome.kind === 'settled' ? [] : [{ id, counted: attempt === null ? 0 : 1, ...keptColumns(outcome) }],
  );
  if (kept.length === 0) return;
  await sql.query(
    `UPDATE delivery_queue q
        SET state = coalesce(k.state, q.claimed_from), due_at = coalesce(k.due_at, q.due_at), wait_reason = k.wait_reason,
            attempts = q.attempts + k.counted, lease_expires_at = NULL,
            waited = q.waited OR k.wait_reason IS NOT DISTINCT FROM 'quiet_hours'
       FROM unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::text[], $5::int[]) AS k(id, state, due_at, wait_reason, counted)
      WHERE q.id = k.id AND q.id = ANY($1::uuid[])`,
    [
      kept.map((k) => k.id),
      kept.map((k) => k.state),
      kept.map((k) => k.dueAt),
      kept.map((k) => k.waitReason),
      kept.map((k) => k.counted),
    ],
  );
}

function keptColumns(outcome: Exclude<Outcome, { kind: 'settled' }>) {
  return outcome.kind === 'requeued' ? outcome : { state: null, dueAt: null, waitReason: null };
}

/**
 * A call that was unconfirmed may turn out accepted under the same number, and one that was reported before its answer came lacks what only the
 * answer says; nothing else overwrites an attempt.
 */
async function writeAttempts(sql: Sql, batch: readonly Settlement[]): Promise<NewsOfAttempt[]> {
  const attempts = batch
    .flatMap(({ id, attempt }) => (attempt === null ? [] : [{ id, ...attempt }]))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  if (attempts.length === 0) return [];
  // Of what it updates, an attempt that was unconfirmed keeps that code, and one that was reported has evidence.
  const written = await sql.query<{ id: string; isNew: boolean }>(
    `INSERT INTO notification_attempt AS a (notification_id, number, at, duration_ms, outcome, code, provider_message_id, segments)
     SELECT * FROM unnest($1::uuid[], $2::smallint[], $3::timestamptz[], $4::int[], $5::text[], $6::text[], $7::text[], $8::smallint[])
     ON CONFLICT (notification_id, number) DO UPDATE
        SET outcome = CASE WHEN a.outcome = 'unconfirmed' THEN excluded.outcome ELSE a.outcome END,
            code = CASE WHEN a.outcome = 'unconfirmed' THEN excluded.code ELSE a.code END,
            provider_message_id = CASE WHEN a.outcome = 'unconfirmed' THEN excluded.provider_message_id ELSE a.provider_message_id END,
            duration_ms = CASE WHEN a.outcome = 'unconfirmed' THEN excluded.duration_ms ELSE a.duration_ms END,
            unconfirmed_code = CASE WHEN a.outcome = 'unconfirmed' THEN a.code ELSE a.unconfirmed_code END,
            segments = excluded.segments
      WHERE excluded.outcome = 'accepted' AND (a.outcome = 'unconfirmed' OR (a.segments IS NULL AND excluded.segments IS NOT NULL))
     RETURNING notification_id AS id, unconfirmed_code IS NULL AND evidence IS NULL AS "isNew"`,
    [
      attempts.map((a) => a.id),
      attempts.map((a) => a.number),
      attempts.map((a) => a.at),
      attempts.map((a) => a.durationMs),
      attempts.map((a) => a.outcome),
      attempts.map((a) => a.code),
      attempts.map((a) => a.providerMessageId),
      attempts.map((a) => a.segments ?? null),
    ],
  );
  const news = new Map(written.map(({ id, isNew }) => [id, isNew]));
  return attempts.flatMap(({ id, ...attempt }) => {
    const isNew = news.get(id);
    return isNew === undefined ? [] : [{ id, attempt, isNew }];
  });
}

async function writeLookUps(sql: Sql, applied: readonly Settlement[], now: Date): Promise<void> {
  const asked = applied.flatMap(({ id, lookUp }) => (lookUp?.asked ?? []).map((number) => ({ id, number })));
  if (asked.length === 0) return;
  await sql.query(
    `UPDATE notification_attempt a SET looked_up_at = $3
       FROM unnest($1::uuid[], $2::smallint[]) AS l(id, number)
      WHERE a.notification_id = l.id AND a.number = l.number AND a.notification_id = ANY($1::uuid[])`,
    [asked.map((one) => one.id), asked.map((one) => one.number), now],
  );
}

/**
 * Of attempts that the provider took without changing their notification any more: those whose notification it had taken before, as
 * another attempt.
 * @returns their notifications' ids
 */
export async function findRepeated(sql: Sql, late: readonly Settlement[]): Promise<string[]> {
  const accepted = late.flatMap(({ id, attempt }) => (attempt?.outcome === 'accepted' ? [{ id, ...attempt }] : []));
  if (accepted.length === 0) return [];
  const rows = await sql.query<{ id: string }>(
    `SELECT s.id FROM unnest($1::uuid[], $2::smallint[]) AS s(id, number)
      WHERE EXISTS (SELECT 1 FROM notification_attempt a
                     WHERE a.notification_id = s.id AND a.number <> s.number AND a.outcome = 'accepted')`,
    [accepted.map((one) => one.id), accepted.map((one) => one.number)],
  );
  return rows.map(({ id }) => id);
}

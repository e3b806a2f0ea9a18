/** Implements F4, F7, N9. What became of a batch of claims, in one transaction. Lock order: log, queue, attempts, dead letters, outbox. */
import type { AttemptOutcome, Reason } from '#contracts';
import { type SettledStatus, statusesBefore } from '#notifications';
import type { Sql } from '../database.js';
import type { AttemptReport } from './evidence-case.js';
import { insertDeadLetters } from './dead-letter.repository.js';

/** A finished provider call. */
export interface AttemptRecord {
  /** Counts on over all budgets of a notification; from 1. */
  readonly number: number;
  readonly at: Date;
  readonly durationMs: number;
  readonly outcome: AttemptOutcome;
  readonly code: string | null;
  readonly providerMessageId: string | null;
}

export type Outcome =
  | {
      readonly kind: 'settled';
      readonly status: SettledStatus;
      readonly reason: Reason | null;
    }
  | {
      readonly kind: 'requeued';
      readonly state: 'pending' | 'unconfirmed';
      readonly dueAt: Date;
      readonly waitReason: Reason | null;
    }
  /** Given back unsent: neither an attempt nor a new due time. */
  | { readonly kind: 'released' };

export interface Settlement {
  readonly id: string;
  readonly claimNo: number;
  readonly attempt: AttemptRecord | null;
  readonly outcome: Outcome;
  /** What the provider answered when it was asked about attempts of unknown outcome. Absent: it was not asked, or gave no answer. */
  readonly lookUp?: LookUpRecord;
}

export interface LookUpRecord {
  /** Numbers of the attempts it was asked about. */
  readonly asked: readonly number[];
  /** Of those it knows; to be applied by `applyReports` once this is settled. */
  readonly reports: readonly AttemptReport[];
}

/** A settlement that changed its notification. */
export interface AppliedSettlement {
  readonly settlement: Settlement;
  /** How often upstream was told of the notification, this time included if there is anything to tell. */
  readonly told: number;
}

interface LockedRow {
  status: string;
  told: number;
  /** Finished provider calls so far; 0 once the queue row is gone. */
  calls: number;
  /** The claim under way; null: there is none, or the notification is settled already. */
  claimNo: number | null;
}

/**
 * Applies a batch; runs inside the caller's transaction.
 * @returns the settlements that changed their notification. A failure under an outdated claim changes nothing; success from any
 *   claim counts and cancels whatever was planned.
 */
export async function settle(sql: Sql, batch: readonly Settlement[], now: Date): Promise<AppliedSettlement[]> {
  const locked = await lockRows(
    sql,
    batch.map((s) => s.id),
  );
  const refuted = await findRefuted(
    sql,
    batch.filter((settlement) => isLateSuccess(settlement, locked.get(settlement.id))),
  );
  const applied = batch.filter((settlement) => applies(settlement, locked.get(settlement.id), refuted));
  await writeSettled(sql, applied, locked, now);
  await writeQueue(sql, applied);
  await writeAttempts(sql, batch);
  await writeLookUps(sql, applied, now);
  const failed = applied.filter(({ outcome }) => outcome.kind === 'settled' && outcome.status === 'failed');
  await insertDeadLetters(
    sql,
    failed.map(({ id }) => id),
    now,
  );
  return applied.map((settlement) => {
    const told = locked.get(settlement.id)?.told ?? 0;
    return { settlement, told: settlement.outcome.kind === 'settled' ? told + 1 : told };
  });
}

/** Log rows first, then queue rows, each in id order: two settling workers never wait for each other in a circle. */
async function lockRows(sql: Sql, ids: readonly string[]): Promise<Map<string, LockedRow>> {
  const logs = await sql.query<{ id: string; status: string; told: number }>(
    `SELECT id, status, told FROM notification_log WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE`,
    [ids],
  );
  const queue = await sql.query<{ id: string; claim_no: number; state: string; calls: number }>(
    `SELECT id, claim_no, state, attempts + earlier_attempts AS calls FROM delivery_queue WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE`,
    [ids],
  );
  const claims = new Map(queue.map((row) => [row.id, row]));
  return new Map(logs.map((log) => [log.id, lockedRow(log, claims.get(log.id))]));
}

function lockedRow(
  { status, told }: Pick<LockedRow, 'status' | 'told'>,
  queue: { claim_no: number; state: string; calls: number } | undefined,
): LockedRow {
  return { status, told, calls: queue?.calls ?? 0, claimNo: queue?.state === 'sending' ? queue.claim_no : null };
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
      WHERE a.evidence IS NOT NULL AND a.outcome <> 'accepted'`,
    [successes.map((s) => s.id), successes.map((s) => s.attempt?.number ?? 0)],
  );
  return new Set(rows.map((row) => row.notification_id));
}

async function writeSettled(
  sql: Sql,
  applied: readonly Settlement[],
  locked: ReadonlyMap<string, LockedRow>,
  now: Date,
): Promise<void> {
  const settled = applied.flatMap(({ id, claimNo, attempt, outcome }) =>
    outcome.kind === 'settled'
      ? [{ id, retries: Math.max(attempt?.number ?? 0, begunAttempts(locked.get(id), claimNo)) - 1, ...outcome }]
      : [],
  );
  if (settled.length === 0) return;
  await sql.query(
    `UPDATE notification_log n
        SET status = s.status, reason = s.reason, told = n.told + 1,
            retry_count = greatest(n.retry_count, s.retry_count),
            sent_at = CASE WHEN s.status = 'sent' THEN $5 ELSE n.sent_at END
       FROM unnest($1::uuid[], $2::text[], $3::text[], $4::int[]) AS s(id, status, reason, retry_count)
      WHERE n.id = s.id`,
    [
      settled.map((s) => s.id),
      settled.map((s) => s.status),
      settled.map((s) => s.reason),
      settled.map((s) => Math.max(0, s.retries)),
      now,
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
            attempts = q.attempts + k.counted, lease_expires_at = NULL
       FROM unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::text[], $5::int[]) AS k(id, state, due_at, wait_reason, counted)
      WHERE q.id = k.id`,
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

/** A call that was unconfirmed may turn out accepted under the same number; nothing else overwrites an attempt. */
async function writeAttempts(sql: Sql, batch: readonly Settlement[]): Promise<void> {
  const attempts = batch
    .flatMap(({ id, attempt }) => (attempt === null ? [] : [{ id, ...attempt }]))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  if (attempts.length === 0) return;
  await sql.query(
    `INSERT INTO notification_attempt AS a (notification_id, number, at, duration_ms, outcome, code, provider_message_id)
     SELECT * FROM unnest($1::uuid[], $2::smallint[], $3::timestamptz[], $4::int[], $5::text[], $6::text[], $7::text[])
     ON CONFLICT (notification_id, number) DO UPDATE
        SET outcome = excluded.outcome, code = excluded.code, provider_message_id = excluded.provider_message_id,
            duration_ms = excluded.duration_ms, unconfirmed_code = a.code
      WHERE a.outcome = 'unconfirmed' AND excluded.outcome = 'accepted'`,
    [
      attempts.map((a) => a.id),
      attempts.map((a) => a.number),
      attempts.map((a) => a.at),
      attempts.map((a) => a.durationMs),
      attempts.map((a) => a.outcome),
      attempts.map((a) => a.code),
      attempts.map((a) => a.providerMessageId),
    ],
  );
}

async function writeLookUps(sql: Sql, applied: readonly Settlement[], now: Date): Promise<void> {
  const asked = applied.flatMap(({ id, lookUp }) => (lookUp?.asked ?? []).map((number) => ({ id, number })));
  if (asked.length === 0) return;
  await sql.query(
    `UPDATE notification_attempt a SET looked_up_at = $3
       FROM unnest($1::uuid[], $2::smallint[]) AS l(id, number)
      WHERE a.notification_id = l.id AND a.number = l.number`,
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

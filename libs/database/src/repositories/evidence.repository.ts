/** Implements F4, F5, F7, N9, AC-15. Applies what providers report, in the transaction that stores it. Lock order: log, queue, attempts, dead letters. */
import type { AttemptOutcome, Channel, Language, NotificationStatus, NotificationType, Reason } from '#contracts';
import {
  EVIDENCE,
  type EvidenceKind,
  type EvidencePolicy,
  type EvidenceSource,
  type Progress,
  type RetryDelays,
} from '#notifications';
import type { Sql, Transaction } from '../database.js';
import { insertDeadLetters } from './dead-letter.repository.js';
import { CLAIMS_PER_ATTEMPT } from './delivery-queue.repository.js';
import {
  type AttemptReport,
  type EvidenceCase,
  type LockedNotification,
  type LogChange,
  type ReportResult,
  logChangeOf,
  newlyKnownAttempts,
  weighAll,
} from './evidence-case.js';
import { figuresOfCase } from './evidence-figures.js';
import { addFigures } from './figure.repository.js';
import { findRetryDelays } from './retry-delays.repository.js';

export type { AttemptReport, ReportResult, ReportedNotification } from './evidence-case.js';

/**
 * Applies reports, those of one notification in the order given; any order has the same end.
 * @param channel the one that the provider serves: the id of another channel's notification is nobody's
 * @param policy its delays hold until a worker of the channel has announced its own
 * @returns a result for each report, in no particular order
 */
export async function applyReports(
  sql: Transaction,
  channel: Channel,
  reports: readonly AttemptReport[],
  policy: EvidencePolicy,
  source: EvidenceSource = 'webhook',
): Promise<ReportResult[]> {
  const byId = new Map<string, AttemptReport[]>();
  for (const report of reports) byId.set(report.notificationId, [...(byId.get(report.notificationId) ?? []), report]);

  const locked = await lockNotifications(sql, channel, [...byId.keys()]);
  const weighed = { ...policy, delays: await delaysFor(sql, channel, reports, policy) };
  const cases = locked.map((row) => weighAll(row, byId.get(row.notification.id) ?? [], weighed));
  await writeLog(
    sql,
    cases.flatMap((one) => logChangeOf(one, policy.now) ?? []),
  );
  await writeQueue(sql, cases, policy.now);
  await writeAttempts(sql, cases.flatMap(newlyKnownAttempts), source, policy.now);
  const failed = cases.filter(({ move }) => move?.status === 'failed').map(({ before }) => before.notification.id);
  await insertDeadLetters(sql, failed, policy.now);
  addFigures(
    sql,
    cases.flatMap((one) => figuresOfCase(one, policy.now)),
    policy.now,
  );

  const known = new Set(locked.map(({ notification }) => notification.id));
  const unknown = reports.filter((report) => !known.has(report.notificationId));
  return [...cases.flatMap(({ results }) => results), ...unknown.map(resultOfUnknown)];
}

function resultOfUnknown(report: AttemptReport): ReportResult {
  return { report, notification: null, move: null, lastAttempt: 0, told: 0, repeated: false, overtakesSend: false };
}

/** Evidence for the better, which is nearly all there is, plans nothing: it costs no statement. */
function delaysFor(sql: Sql, channel: Channel, reports: readonly AttemptReport[], policy: EvidencePolicy) {
  const mayRetry = reports.some(({ evidence }) => EVIDENCE[evidence.kind].outcome !== 'accepted');
  return mayRetry ? announcedDelays(sql, channel, policy) : policy.delays;
}

async function announcedDelays(sql: Sql, channel: Channel, policy: EvidencePolicy): Promise<RetryDelays> {
  return (await findRetryDelays(sql, channel)) ?? policy.delays;
}

interface LogRow {
  id: string;
  order_id: string;
  user_id: string;
  notification_type: NotificationType;
  status: NotificationStatus;
  reason: Reason | null;
  language: Language | null;
  event_time: Date | null;
  waited: boolean;
  retry_count: number;
  earlier_attempts: number;
  told: number;
  created_at: Date;
  sent_at: Date | null;
  delivered_at: Date | null;
  opened_at: Date | null;
  machine_opened_at: Date | null;
  clicked_at: Date | null;
}

interface QueueRow {
  id: string;
  state: NotificationStatus;
  attempts: number;
  earlier_attempts: number;
  waited: boolean;
}

interface AttemptRow {
  notification_id: string;
  number: number;
  outcome: AttemptOutcome;
  evidence: EvidenceKind | null;
}

/** As settling does: log rows first, then queue rows, each in id order. Attempts are only written under the lock of their log row. */
async function lockNotifications(sql: Sql, channel: Channel, ids: readonly string[]): Promise<LockedNotification[]> {
  const logs = await sql.query<LogRow>(
    `SELECT id, order_id, user_id, notification_type, status, reason, language, event_time, waited, retry_count, earlier_attempts, told,
            created_at, sent_at, delivered_at, opened_at, machine_opened_at, clicked_at
       FROM notification_log WHERE id = ANY($1::uuid[]) AND channel = $2 ORDER BY id FOR UPDATE`,
    [ids, channel],
  );
  const known = logs.map((row) => row.id);
  const queue = await sql.query<QueueRow>(
    `SELECT id, state, attempts, earlier_attempts, waited FROM delivery_queue WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE`,
    [known],
  );
  const attempts = await sql.query<AttemptRow>(
    `SELECT notification_id, number, outcome, evidence FROM notification_attempt
      WHERE notification_id = ANY($1::uuid[]) ORDER BY notification_id, number`,
    [known],
  );
  const queueById = new Map(queue.map((row) => [row.id, row]));
  const attemptsById = new Map<string, AttemptRow[]>(known.map((id) => [id, []]));
  for (const row of attempts) attemptsById.get(row.notification_id)?.push(row);
  return logs.map((log) => ({
    notification: { id: log.id, orderId: log.order_id, userId: log.user_id, type: log.notification_type, channel },
    standing: { status: log.status, reason: log.reason, language: log.language },
    eventTime: log.event_time,
    waited: log.waited || queueById.get(log.id)?.waited === true,
    createdAt: log.created_at,
    sentAt: log.sent_at,
    deliveredAt: log.delivered_at,
    engaged: { openedAt: log.opened_at, machineOpenedAt: log.machine_opened_at, clickedAt: log.clicked_at },
    told: log.told,
    progress: progressOf(log, queueById.get(log.id), attemptsById.get(log.id) ?? []),
  }));
}

function progressOf(log: LogRow, queue: QueueRow | undefined, attempts: readonly AttemptRow[]): Progress {
  return {
    status: queue?.state ?? log.status,
    lastAttempt: Math.max(begunAttempts(log, queue), ...attempts.map((row) => row.number)),
    earlierAttempts: queue?.earlier_attempts ?? log.earlier_attempts,
    attempts: new Map(attempts.map((row) => [row.number, { outcome: row.outcome, evidence: row.evidence }])),
  };
}

/** An attempt that is under way has no row of its own yet; so has one that was under way when evidence settled its notification. */
function begunAttempts(log: LogRow, queue: QueueRow | undefined): number {
  if (queue !== undefined) return queue.earlier_attempts + queue.attempts + (queue.state === 'sending' ? 1 : 0);
  return log.retry_count === 0 ? 0 : log.retry_count + 1;
}

async function writeLog(sql: Sql, changes: readonly LogChange[]): Promise<void> {
  if (changes.length === 0) return;
  await sql.query(
    `UPDATE notification_log n
        SET status = coalesce(c.status, n.status),
            reason = CASE WHEN c.status IS NULL THEN n.reason ELSE c.reason END,
            retry_count = greatest(n.retry_count, c.retry_count),
            told = c.told,
            waited = c.waited,
            sent_at = coalesce(n.sent_at, c.sent_at),
            delivered_at = least(n.delivered_at, c.delivered_at),
            opened_at = least(n.opened_at, c.opened_at),
            machine_opened_at = least(n.machine_opened_at, c.machine_opened_at),
            clicked_at = least(n.clicked_at, c.clicked_at)
       FROM unnest($1::uuid[], $2::text[], $3::text[], $4::int[], $5::timestamptz[], $6::timestamptz[], $7::timestamptz[],
                   $8::int[], $9::boolean[], $10::timestamptz[], $11::timestamptz[])
            AS c(id, status, reason, retry_count, sent_at, delivered_at, opened_at, told, waited, machine_opened_at, clicked_at)
      WHERE n.id = c.id AND n.id = ANY($1::uuid[])`,
    [
      changes.map((c) => c.id),
      changes.map((c) => c.move?.status ?? null),
      changes.map((c) => c.move?.reason ?? null),
      changes.map((c) => Math.max(0, c.lastAttempt - 1)),
      changes.map((c) => c.sentAt),
      changes.map((c) => c.deliveredAt),
      changes.map((c) => c.engaged.openedAt),
      changes.map((c) => c.told),
      changes.map((c) => c.waited),
      changes.map((c) => c.engaged.machineOpenedAt),
      changes.map((c) => c.engaged.clickedAt),
    ],
  );
}

/** What evidence settled has no work left, whatever was planned or under way. What it sends back to work needs a row, maybe a new one. */
async function writeQueue(sql: Sql, cases: readonly EvidenceCase[], now: Date): Promise<void> {
  const moved = cases.flatMap(({ before, after, move }) =>
    move === null ? [] : [{ id: before.notification.id, move, after }],
  );
  const settled = moved.filter(({ move }) => move.status !== 'pending').map(({ id }) => id);
  if (settled.length > 0) await sql.query(`DELETE FROM delivery_queue WHERE id = ANY($1::uuid[])`, [settled]);

  const back = moved.flatMap(({ id, move, after }) => (move.status === 'pending' ? [{ id, ...move, ...after }] : []));
  if (back.length === 0) return;
  await sql.query(
    `INSERT INTO delivery_queue (id, user_id, channel, notification_type, state, due_at, claim_no, attempts, earlier_attempts, enqueued_at, waited)
     SELECT n.id, n.user_id, n.channel, n.notification_type, 'pending', b.due_at, b.claim_no, b.attempts, b.earlier_attempts, $6, n.waited
       FROM unnest($1::uuid[], $2::timestamptz[], $3::int[], $4::smallint[], $5::smallint[])
            AS b(id, due_at, claim_no, attempts, earlier_attempts)
       JOIN notification_log n ON n.id = b.id AND n.id = ANY($1::uuid[])
      ORDER BY n.id
     ON CONFLICT (id) DO UPDATE
        SET state = 'pending', due_at = excluded.due_at, attempts = excluded.attempts, wait_reason = NULL,
            lease_expires_at = NULL`,
    [
      back.map((b) => b.id),
      back.map((b) => b.dueAt),
      back.map((b) => b.lastAttempt * CLAIMS_PER_ATTEMPT),
      back.map((b) => b.lastAttempt - b.earlierAttempts),
      back.map((b) => b.earlierAttempts),
      now,
    ],
  );
}

/** A report may come before the worker's own record of its attempt, which then finds the row made. */
async function writeAttempts(
  sql: Sql,
  reports: readonly AttemptReport[],
  source: EvidenceSource,
  now: Date,
): Promise<void> {
  if (reports.length === 0) return;
  await sql.query(
    `INSERT INTO notification_attempt AS a (notification_id, number, at, duration_ms, outcome, code, provider_message_id, evidence, evidence_at, evidence_source)
     SELECT r.id, r.number, $7, 0, r.outcome, r.code, r.provider_message_id, r.evidence, $7, $8
       FROM unnest($1::uuid[], $2::smallint[], $3::text[], $4::text[], $5::text[], $6::text[])
            AS r(id, number, outcome, code, provider_message_id, evidence)
     ON CONFLICT (notification_id, number) DO UPDATE
        SET outcome = excluded.outcome, code = excluded.code, evidence = excluded.evidence,
            evidence_at = excluded.evidence_at, evidence_source = excluded.evidence_source,
            unconfirmed_code = CASE WHEN a.outcome = 'unconfirmed' THEN a.code ELSE a.unconfirmed_code END,
            provider_message_id = coalesce(a.provider_message_id, excluded.provider_message_id)`,
    [
      reports.map((r) => r.notificationId),
      reports.map((r) => r.evidence.attempt),
      reports.map((r) => EVIDENCE[r.evidence.kind].outcome),
      reports.map((r) => r.code),
      reports.map((r) => r.providerMessageId),
      reports.map((r) => r.evidence.kind),
      now,
      source,
    ],
  );
}

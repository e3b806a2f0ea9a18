/**
 * Implements F7, N9. Puts right what a database that was restored to an earlier state does not know any more. For `restore:reconcile`, while the
 * apps are stopped: these are no moves of a notification, but what had become of it already. Lock order: log, queue, attempts, dead letters, inbox.
 */
import {
  type AttemptOutcome,
  type Channel,
  type Language,
  type NotificationType,
  type PublishedStatus,
  type Reason,
} from '#contracts';
import { type Figure, figuresOfAttempt, figuresOfLatency, figuresOfMove, numberInBudget } from '#notifications';
import { timeOfId } from '#runtime';
import type { Sql, Transaction } from '../sql.js';
import { deleteDeadLetters, insertDeadLetters } from './dead-letter.repository.js';
import { addFigures } from './figure.repository.js';
import { takeInboxPositions } from './inbox-counter.repository.js';
import { firstUuidOf } from './partition.repository.js';

/** @returns those of these apps that are connected to the database */
export async function findConnected(sql: Sql, apps: readonly string[]): Promise<string[]> {
  const rows = await sql.query<{ app: string }>(
    `SELECT DISTINCT application_name AS app FROM pg_stat_activity
      WHERE datname = current_database() AND application_name = ANY($1::text[]) ORDER BY 1`,
    [apps],
  );
  return rows.map(({ app }) => app);
}

/** Ids of notifications that were made at this time or later, in their order. @param after the last of the page before; null: none was */
export async function listMadeSince(sql: Sql, since: Date, after: string | null, limit: number): Promise<string[]> {
  const rows = await sql.query<{ id: string }>(
    `SELECT id FROM notification_log WHERE id >= $1 AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3`,
    [firstUuidOf(since), after, limit],
  );
  return rows.map(({ id }) => id);
}

/** When the last notification was made that was made before this time; undefined: none was */
export async function newestMadeBefore(sql: Sql, before: Date): Promise<Date | undefined> {
  const [row] = await sql.query<{ id: string }>(
    `SELECT id FROM notification_log WHERE id < $1 ORDER BY id DESC LIMIT 1`,
    [firstUuidOf(before)],
  );
  return row && timeOfId(row.id);
}

/** @returns those of these ids that no notification has */
export async function findNobodys(sql: Sql, ids: readonly string[]): Promise<string[]> {
  const rows = await sql.query<{ id: string }>(
    `SELECT i.id FROM unnest($1::uuid[]) AS i(id) WHERE NOT EXISTS (SELECT FROM notification_log n WHERE n.id = i.id) ORDER BY i.id`,
    [ids],
  );
  return rows.map(({ id }) => id);
}

/** A notification that was made again, and the id it had before. */
export interface FormerId {
  readonly id: string;
  readonly former: string;
  readonly madeAt: Date;
}

/**
 * Gives notifications the ids by which providers, upstream and customers know them. Of a former id nothing has been told by the new row. Whatever
 * was begun under its new id keeps that.
 * @returns how many
 */
export async function giveBackIds(sql: Transaction, rows: readonly FormerId[]): Promise<number> {
  if (rows.length === 0) return 0;
  const [ids, formers] = [rows.map(({ id }) => id), rows.map(({ former }) => former)];
  const changed = await sql.query<{ former: string }>(
    `UPDATE notification_log n SET id = f.former, created_at = f.made_at, told = 0
       FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[]) AS f(id, former, made_at)
      WHERE n.id = f.id AND n.id = ANY($1::uuid[])
        AND NOT EXISTS (SELECT FROM notification_attempt a WHERE a.notification_id = f.id)
     RETURNING n.id AS former`,
    [ids, formers, rows.map(({ madeAt }) => madeAt)],
  );
  const done = new Set(changed.map(({ former }) => former));
  const given = rows.filter(({ former }) => done.has(former));
  await sql.query(
    `UPDATE delivery_queue q SET id = f.former FROM unnest($1::uuid[], $2::uuid[]) AS f(id, former) WHERE q.id = f.id`,
    [given.map(({ id }) => id), given.map(({ former }) => former)],
  );
  return given.length;
}

/** The last that upstream was told of a notification. */
export interface ToldEnd {
  readonly id: string;
  readonly status: PublishedStatus;
  readonly reason: Reason | null;
  /** Number of the last attempt; 0: there was none. */
  readonly attempt: number;
  readonly sequence: number;
  readonly at: Date;
  /** When it was told first that the notification was sent, and that it was delivered; null: not told since. */
  readonly sentAt: Date | null;
  readonly deliveredAt: Date | null;
}

/** What became of one of them. */
export interface ToldResult {
  readonly told: ToldEnd;
  readonly userId: string;
  /** `known`: the database knows as much; `erased`: its customer is, and it stays as it is. */
  readonly outcome: 'applied' | 'known' | 'erased';
  /** It was going to be sent. */
  readonly wasPending: boolean;
}

/**
 * Has notifications end as upstream was told. What upstream was told more of than the row has told is not known to the row; of everything else, and
 * of whoever has been erased, nothing changes. In-app messages enter the inbox, and no device is told. Figures count it as something that had to wait.
 * @returns one for each that is there
 */
export async function endAsTold(sql: Transaction, ends: readonly ToldEnd[], now: Date): Promise<ToldResult[]> {
  const rows = await lockRows(
    sql,
    ends.map(({ id }) => id),
  );
  const results = ends.flatMap((told): (ToldResult & { row: Row })[] => {
    const row = rows.get(told.id);
    if (row === undefined) return [];
    const outcome = row.reason === 'erased' ? 'erased' : row.told < told.sequence ? 'applied' : 'known';
    return [{ told, row, outcome, userId: row.userId, wasPending: row.status === 'pending' }];
  });
  const cases = results.filter(({ outcome }) => outcome === 'applied').map(({ told, row }) => caseOf(told, row));
  if (cases.length > 0) await write(sql, cases, now);
  return results.map(({ told, userId, outcome, wasPending }) => ({ told, userId, outcome, wasPending }));
}

interface Row {
  readonly id: string;
  readonly userId: string;
  readonly type: NotificationType;
  readonly channel: Channel;
  readonly status: PublishedStatus | 'pending';
  readonly reason: Reason | null;
  readonly language: Language | null;
  readonly told: number;
  readonly earlierAttempts: number;
  readonly eventTime: Date | null;
  readonly sentAt: Date | null;
  readonly deliveredAt: Date | null;
  readonly archivedAt: Date | null;
  readonly hasPosition: boolean;
}

interface Case {
  readonly told: ToldEnd;
  readonly row: Row;
  readonly sentAt: Date | null;
  readonly deliveredAt: Date | null;
}

async function lockRows(sql: Sql, ids: readonly string[]): Promise<Map<string, Row>> {
  const rows = await sql.query<Row>(
    `SELECT id, user_id AS "userId", notification_type AS type, channel, status, reason, language, told, earlier_attempts AS "earlierAttempts",
            event_time AS "eventTime", sent_at AS "sentAt", delivered_at AS "deliveredAt", archived_at AS "archivedAt",
            inbox_seq IS NOT NULL AS "hasPosition"
       FROM notification_log WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** Delivered means sent, whether or not that was told since. */
function caseOf(told: ToldEnd, row: Row): Case {
  const isSent = told.status === 'sent' || told.status === 'delivered';
  return {
    told,
    row,
    sentAt: row.sentAt ?? told.sentAt ?? (isSent ? told.at : null),
    deliveredAt: row.deliveredAt ?? told.deliveredAt ?? (told.status === 'delivered' ? told.at : null),
  };
}

async function write(sql: Transaction, cases: readonly Case[], now: Date): Promise<void> {
  const ids = cases.map(({ row }) => row.id);
  await sql.query(`DELETE FROM delivery_queue WHERE id = ANY($1::uuid[])`, [ids]);
  const recorded = await writeAttempts(sql, cases);
  const failed = cases.filter(({ told }) => told.status === 'failed').map(({ row }) => row.id);
  await deleteDeadLetters(sql, ids);
  await insertDeadLetters(sql, failed, now);
  const arrivals = cases.filter(({ row, sentAt }) => row.channel === 'in_app' && sentAt !== null && !row.hasPosition);
  const positions = await takeInboxPositions(
    sql,
    arrivals.map(({ row: { id, userId, archivedAt } }) => ({ id, userId, unread: archivedAt === null })),
  );
  await sql.query(
    `UPDATE notification_log n
        SET status = c.status, reason = c.reason, told = c.told, retry_count = greatest(n.retry_count, c.retry_count),
            sent_at = c.sent_at, delivered_at = c.delivered_at, inbox_seq = coalesce(n.inbox_seq, c.inbox_seq), waited = true
       FROM unnest($1::uuid[], $2::text[], $3::text[], $4::int[], $5::int[], $6::timestamptz[], $7::timestamptz[], $8::bigint[])
            AS c(id, status, reason, told, retry_count, sent_at, delivered_at, inbox_seq)
      WHERE n.id = c.id AND n.id = ANY($1::uuid[])`,
    [
      ids,
      cases.map(({ told }) => told.status),
      cases.map(({ told }) => told.reason),
      cases.map(({ told }) => told.sequence),
      cases.map(({ told }) => Math.max(0, told.attempt - 1)),
      cases.map(({ sentAt }) => sentAt),
      cases.map(({ deliveredAt }) => deliveredAt),
      ids.map((id) => positions.get(id) ?? null),
    ],
  );
  for (const one of cases) addFigures(sql, figuresOf(one, recorded), one.told.at);
}

/** How the last attempt ended, as far as status and reason tell; null: they do not. */
function outcomeOf({ status, reason }: ToldEnd): AttemptOutcome | null {
  if (status === 'sent' || status === 'delivered') return 'accepted';
  if (status !== 'failed') return null;
  if (reason === 'provider_rejected' || reason === 'bounced') return 'permanent';
  return reason === 'retries_exhausted' ? 'retryable' : null;
}

/** What the provider calls the message was not told. @returns the ids of those whose attempt was not known */
async function writeAttempts(sql: Sql, cases: readonly Case[]): Promise<Set<string>> {
  const attempts = cases.flatMap(({ told, row, sentAt }) => {
    const outcome = outcomeOf(told);
    return outcome === null || told.attempt === 0
      ? []
      : [{ id: row.id, number: told.attempt, at: sentAt ?? told.at, outcome }];
  });
  if (attempts.length === 0) return new Set();
  const rows = await sql.query<{ id: string }>(
    `INSERT INTO notification_attempt (notification_id, number, at, duration_ms, outcome)
     SELECT a.id, a.number, a.at, 0, a.outcome FROM unnest($1::uuid[], $2::smallint[], $3::timestamptz[], $4::text[]) AS a(id, number, at, outcome)
     ON CONFLICT (notification_id, number) DO NOTHING RETURNING notification_id AS id`,
    [
      attempts.map(({ id }) => id),
      attempts.map(({ number }) => number),
      attempts.map(({ at }) => at),
      attempts.map(({ outcome }) => outcome),
    ],
  );
  return new Set(rows.map(({ id }) => id));
}

function figuresOf({ told, row, sentAt, deliveredAt }: Case, recorded: ReadonlySet<string>): Figure[] {
  const { status, reason, attempt } = told;
  const outcome = outcomeOf(told);
  const latency = (kind: 'acceptance' | 'delivery', until: Date | null, before: Date | null) =>
    until === null || before !== null
      ? []
      : figuresOfLatency(kind, { channel: row.channel, since: row.eventTime, until, waited: true });
  return [
    ...figuresOfMove(row, row, { status, reason, language: row.language }),
    ...latency('acceptance', sentAt, row.sentAt),
    ...latency('delivery', deliveredAt, row.deliveredAt),
    ...(outcome !== null && recorded.has(row.id)
      ? figuresOfAttempt(row, numberInBudget(attempt, row.earlierAttempts), { outcome, code: null })
      : []),
  ];
}

/** How many rows are treated as abandoned in mid-send. */
export interface Abandoned {
  readonly channel: Channel;
  readonly count: number;
}

/**
 * Whatever may have been under way when the apps were stopped, and of which nothing was told, is left as by a worker that died in mid-send: the
 * next claim finds its lease run out, and the channel's policy for an unknown outcome holds. A message in an inbox cannot be there twice.
 * @param begun ids of notifications that workers were nudged about
 * @param restoredTo of what was there at that time, everything that fell due until `stoppedAt` is meant, too
 */
export async function abandonClaims(
  sql: Transaction,
  begun: readonly string[],
  restoredTo: Date,
  stoppedAt: Date,
  now: Date,
): Promise<Abandoned[]> {
  return sql.query<Abandoned>(
    `WITH abandoned AS (
       UPDATE delivery_queue
          SET claimed_from = state, state = 'sending', claim_no = claim_no + 1, lease_expires_at = $4, due_at = least(due_at, $4),
              wait_reason = NULL, parked = false
        WHERE channel IN ('email', 'sms') AND state IN ('pending', 'unconfirmed')
          AND (id = ANY($1::uuid[]) OR (id < $2 AND due_at <= $3))
       RETURNING channel)
     SELECT channel, count(*)::int AS count FROM abandoned GROUP BY channel ORDER BY channel`,
    [begun, firstUuidOf(restoredTo), stoppedAt, now],
  );
}

/** Implements N8. What is old enough goes: whole partitions where rows lie by month, rows in small batches elsewhere. */
import { FIGURE_RESOLUTIONS, FIGURE_VIEW_NAMES, type FigureResolution } from '#notifications';
import { sqlState } from '../database.errors.js';
import type { Database, Sql } from '../database.js';
import { type UnreadChange, lowerUnread } from './inbox-counter.repository.js';
import { PARTITIONED_TABLES, firstUuidOf } from './partition.repository.js';

/** Of `figure_summary`: the views, and what stands in the log by every dimension. */
const SUMMARY_KINDS: readonly string[] = [...FIGURE_VIEW_NAMES, 'status'];

/** Rows a statement: well under its time, and few enough locks. */
const BATCH = 5_000;

/** Rows older than `$1`, `$2` at a time. */
const DELETE_OLD = {
  webhook_inbox: deletion('webhook_inbox', 'received_at < $1 AND NOT is_evidence'),
  event_inbox: deletion('event_inbox', 'received_at < $1'),
  dead_letter: deletion('dead_letter', 'at < $1'),
  rejected_event: deletion('rejected_event', 'created_at < $1'),
  audit: deletion('audit', 'at < $1'),
  daily_count: deletion('daily_count', 'local_date < $1::timestamptz::date'),
  shipment_progress: deletion('shipment_progress', 'updated_at < $1'),
  idempotency_key: deletion('idempotency_key', 'expires_at < $1'),
  alert: deletion('alert', 'resolved_at < $1'),
  alert_call: deletion('alert_call', 'created_at < $1'),
} as const;

export type AgingTable = keyof typeof DELETE_OLD;

export const AGING_TABLES = Object.keys(DELETE_OLD) as AgingTable[];

function deletion(table: string, isOld: string): string {
  return `DELETE FROM ${table} WHERE ctid = ANY(ARRAY(
    SELECT ctid FROM ${table} WHERE ${isOld} LIMIT $2 FOR UPDATE SKIP LOCKED)) RETURNING 1`;
}

/**
 * @returns how many rows went
 * @throws the reason of `signal`, once it is aborted, between two batches
 */
export async function deleteOlder(sql: Sql, table: AgingTable, before: Date, signal?: AbortSignal): Promise<number> {
  let deleted = 0;
  for (;;) {
    signal?.throwIfAborted();
    const rows = await sql.query(DELETE_OLD[table], [before, BATCH]);
    deleted += rows.length;
    if (rows.length < BATCH) return deleted;
  }
}

const DELETE_OLD_FIGURES = `
  DELETE FROM figure_summary WHERE ctid = ANY(ARRAY(
    SELECT ctid FROM figure_summary WHERE resolution = $1 AND kind = $2 AND starts_at < $3 LIMIT $4 FOR UPDATE SKIP LOCKED)) RETURNING 1`;

/**
 * Figures of a resolution that are older than it keeps them, one kind after the other, as they lie in the index.
 * @returns how many rows went
 * @throws the reason of `signal`, once it is aborted, between two batches
 */
export async function deleteOldFigures(
  sql: Sql,
  resolution: FigureResolution,
  now: Date,
  signal?: AbortSignal,
): Promise<number> {
  const before = new Date(now.getTime() - FIGURE_RESOLUTIONS[resolution].keptMs);
  let deleted = 0;
  for (const kind of SUMMARY_KINDS) {
    for (let rows = BATCH; rows === BATCH; deleted += rows) {
      signal?.throwIfAborted();
      rows = (await sql.query(DELETE_OLD_FIGURES, [resolution, kind, before, BATCH])).length;
    }
  }
  return deleted;
}

/** `in_use`: work remains on it. `locked`: somebody was reading, and a moment later may not be. */
export type MonthsEnd = 'dropped' | 'in_use' | 'locked';

/** Ids of an event and of its notifications may be a moment apart, on either side of a month's end. */
const STRADDLE_MS = 86_400_000;

/**
 * Drops a month of every partitioned table, unless work remains on something as old as that: then all of it stays until the next time. A partition is
 * locked before that question is asked, so that nobody puts an old notification back to work in between. Its messages leave inboxes before that, while
 * nobody has to wait for it.
 * @param month its first instant, in UTC
 * @throws the reason of `signal`, once it is aborted, between two batches
 */
export async function dropMonth(database: Database, month: Date, now: Date, signal?: AbortSignal): Promise<MonthsEnd> {
  if (await isInUse(database, month)) return 'in_use';
  await leaveInboxes(database, month, now, signal);
  try {
    return await tryToDrop(database, month);
  } catch (error) {
    if (sqlState(error) === LOCK_NOT_AVAILABLE) return 'locked';
    throw error;
  }
}

const LOCK_NOT_AVAILABLE = '55P03';

/** A page of a month, whatever is on it: so that no statement is long where little is unread. */
const PAGE_OF_MONTH = `SELECT n.id FROM notification_log n WHERE n.id > $1 AND n.id < $2 ORDER BY n.id LIMIT $3`;

/** Also what has not arrived: put back to work by hand before the month is gone, it comes as archived, and is not counted. */
const LEAVE_INBOX = `
  UPDATE notification_log n SET archived_at = $2 WHERE n.id = ANY(ARRAY(
    SELECT n.id FROM notification_log n
     WHERE n.id = ANY($1::uuid[]) AND n.channel = 'in_app' AND n.read_at IS NULL AND n.archived_at IS NULL ORDER BY n.id FOR UPDATE))
  RETURNING n.user_id AS "userId", n.inbox_seq IS NOT NULL AS "wasUnread"`;

async function leaveInboxes(database: Database, month: Date, now: Date, signal?: AbortSignal): Promise<void> {
  const end = firstUuidOf(nextMonth(month));
  for (let after: string | undefined = firstUuidOf(month); after !== undefined;) {
    signal?.throwIfAborted();
    const rows: { id: string }[] = await database.query(PAGE_OF_MONTH, [after, end, BATCH]);
    const ids = rows.map(({ id }) => id);
    if (ids.length > 0) {
      await database.transaction(async (sql) =>
        lowerUnread(sql, await sql.query<UnreadChange>(LEAVE_INBOX, [ids, now])),
      );
    }
    after = ids.at(-1);
  }
}

const nextMonth = (month: Date) => new Date(Date.UTC(month.getUTCFullYear(), month.getUTCMonth() + 1));

/** Whether work remains on something as old as that. */
async function isInUse(sql: Sql, month: Date): Promise<boolean> {
  const end = firstUuidOf(new Date(nextMonth(month).getTime() + STRADDLE_MS));
  return (await sql.query(`SELECT 1 FROM delivery_queue WHERE id < $1 LIMIT 1`, [end])).length > 0;
}

async function tryToDrop(database: Database, month: Date): Promise<MonthsEnd> {
  return database.transaction(async (sql) => {
    // Whoever reads these tables stands behind us in the queue for the lock: better to come back than to wait, and sooner than a reader's
    // search for deadlocks would begin.
    await sql.query(`SET LOCAL lock_timeout = '500ms'`);
    // Parents first, as every reader does, and as DROP needs them.
    for (const table of Object.keys(PARTITIONED_TABLES)) {
      await sql.query(`LOCK TABLE ONLY ${table} IN ACCESS EXCLUSIVE MODE`);
    }
    const names = Object.keys(PARTITIONED_TABLES).map((table) => partitionName(table, month));
    for (const name of names) await sql.query(`LOCK TABLE ${name} IN ACCESS EXCLUSIVE MODE`);
    if (await isInUse(sql, month)) return 'in_use';
    for (const name of names) await sql.query(`DROP TABLE ${name}`);
    return 'dropped';
  });
}

/** Months that have partitions, oldest first. @returns their first instants, in UTC */
export async function findMonths(database: Database): Promise<Date[]> {
  const rows = await database.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
      WHERE i.inhparent = 'notification_log'::regclass AND c.relname ~ '_[0-9]{4}_[0-9]{2}$' ORDER BY 1`,
  );
  return rows.map(({ name }) => new Date(`${name.slice(-7).replace('_', '-')}-01T00:00:00Z`));
}

const partitionName = (table: string, month: Date) => `${table}_${month.toISOString().slice(0, 7).replace('-', '_')}`;

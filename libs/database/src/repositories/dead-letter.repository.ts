/** Implements F4, AC-16. What was given up on, and waits for a person: failed notifications and rejected events. */
import type { Channel, NotificationType, Reason } from '#contracts';
import type { Sql } from '../database.js';

/** A notification that was given up on. */
export interface FailedNotification {
  readonly kind: 'notification';
  readonly id: string;
  /** When it was given up on. */
  readonly at: Date;
  readonly reason: Reason;
  readonly orderId: string;
  readonly userId: string;
  readonly type: NotificationType;
  readonly channel: Channel;
}

/** An incoming event that could not be used. */
export interface RejectedMessage {
  readonly kind: 'event';
  readonly id: string;
  readonly at: Date;
  readonly code: string;
  /** Why, in our words. */
  readonly message: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  /** null: it waits. */
  readonly replayedAt: Date | null;
}

export type DeadLetterRecord = FailedNotification | RejectedMessage;

/** Where a page ends. */
export interface DeadLetterPosition {
  readonly at: Date;
  readonly id: string;
}

/** Those that fail again are as new. */
export async function insertDeadLetters(sql: Sql, notificationIds: readonly string[], now: Date): Promise<void> {
  if (notificationIds.length === 0) return;
  await sql.query(
    `INSERT INTO dead_letter (notification_id, at) SELECT i.id, $2 FROM unnest($1::uuid[]) AS i(id) ORDER BY i.id
     ON CONFLICT (notification_id) DO UPDATE SET at = excluded.at`,
    [notificationIds, now],
  );
}

export async function deleteDeadLetters(sql: Sql, notificationIds: readonly string[]): Promise<void> {
  await sql.query(`DELETE FROM dead_letter WHERE notification_id = ANY($1::uuid[])`, [notificationIds]);
}

interface DeadLetterRow {
  kind: 'notification' | 'event';
  id: string;
  at: Date;
  reason: Reason;
  order_id: string;
  user_id: string;
  notification_type: NotificationType;
  channel: Channel;
  code: string;
  message: string;
  topic: string;
  message_partition: number;
  message_offset: string;
  replayed_at: Date | null;
}

const SELECT_NOTIFICATIONS = `
  SELECT 'notification' AS kind, n.id, d.at, n.reason, n.order_id, n.user_id, n.notification_type, n.channel,
         NULL AS code, NULL AS message, NULL AS topic, NULL::int AS message_partition, NULL::bigint AS message_offset,
         NULL::timestamptz AS replayed_at
    FROM dead_letter d JOIN notification_log n ON n.id = d.notification_id`;

const SELECT_EVENTS = `
  SELECT 'event' AS kind, r.id, r.created_at AS at, NULL AS reason, NULL AS order_id, NULL AS user_id,
         NULL AS notification_type, NULL AS channel, r.code, r.message, r.topic, r.message_partition, r.message_offset,
         r.replayed_at
    FROM rejected_event r`;

/** What waits, newest first. Each half is read from its index, so a page costs a page. */
export async function listDeadLetters(
  sql: Sql,
  before: DeadLetterPosition | undefined,
  limit: number,
): Promise<DeadLetterRecord[]> {
  const rows = await sql.query<DeadLetterRow>(
    `(${SELECT_NOTIFICATIONS}
       WHERE $1::timestamptz IS NULL OR (d.at, d.notification_id) < ($1, $2::uuid)
       ORDER BY d.at DESC, d.notification_id DESC LIMIT $3)
     UNION ALL
     (${SELECT_EVENTS}
       WHERE r.replayed_at IS NULL AND ($1::timestamptz IS NULL OR (r.created_at, r.id) < ($1, $2::uuid))
       ORDER BY r.created_at DESC, r.id DESC LIMIT $3)
     ORDER BY at DESC, id DESC LIMIT $3`,
    [before?.at ?? null, before?.id ?? null, limit],
  );
  return rows.map(recordOf);
}

/** A replayed event is found as well; a notification only while it is given up on. */
export async function findDeadLetter(sql: Sql, id: string): Promise<DeadLetterRecord | undefined> {
  const [row] = await sql.query<DeadLetterRow>(
    `${SELECT_NOTIFICATIONS} WHERE d.notification_id = $1 UNION ALL ${SELECT_EVENTS} WHERE r.id = $1`,
    [id],
  );
  return row === undefined ? undefined : recordOf(row);
}

export interface DeadLetterId {
  readonly kind: DeadLetterRecord['kind'];
  readonly id: string;
}

/** Those that wait longest. @param kind null: both @param except events to pass over */
export async function findOldestDeadLetters(
  sql: Sql,
  kind: DeadLetterId['kind'] | null,
  limit: number,
  except: readonly string[] = [],
): Promise<DeadLetterId[]> {
  return sql.query<DeadLetterId>(
    `SELECT kind, id FROM (
       (SELECT 'notification' AS kind, d.notification_id AS id, d.at FROM dead_letter d
         WHERE coalesce($1::text, 'notification') = 'notification' ORDER BY d.at, d.notification_id LIMIT $2)
       UNION ALL
       (SELECT 'event' AS kind, r.id, r.created_at AS at FROM rejected_event r
         WHERE r.replayed_at IS NULL AND coalesce($1::text, 'event') = 'event' AND r.id <> ALL($3::uuid[])
         ORDER BY r.created_at, r.id LIMIT $2)) AS waiting
      ORDER BY at, id LIMIT $2`,
    [kind, limit, except],
  );
}

function recordOf(row: DeadLetterRow): DeadLetterRecord {
  const { id, at } = row;
  return row.kind === 'notification'
    ? {
        kind: 'notification',
        id,
        at,
        reason: row.reason,
        orderId: row.order_id,
        userId: row.user_id,
        type: row.notification_type,
        channel: row.channel,
      }
    : {
        kind: 'event',
        id,
        at,
        code: row.code,
        message: row.message,
        topic: row.topic,
        partition: row.message_partition,
        offset: row.message_offset,
        replayedAt: row.replayed_at,
      };
}

/** Any number; whoever replays dead letters asks for the same one. */
const REPLAY_LOCK = 730_144_901;

/** Lets one replay run at a time, until its transaction ends. */
export async function lockReplays(sql: Sql): Promise<void> {
  await sql.query(`SELECT pg_advisory_xact_lock($1)`, [REPLAY_LOCK]);
}

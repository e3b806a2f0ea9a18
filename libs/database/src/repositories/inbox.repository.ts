/** Implements F5, F8, N9, AC-18. The in-app inbox: what is in it, what a client missed, what became of it. Lock order: log, queue. */
import type { Language, NotificationStatus, NotificationType, Reason } from '#contracts';
import { type Figure, figuresOfLatency, figuresOfMove, statusesBefore } from '#notifications';
import type { Sql, Transaction } from '../database.js';
import { addFigures } from './figure.repository.js';

/** A message in a customer's inbox, its payload still sealed. */
export interface InboxItem {
  readonly id: string;
  readonly userId: string;
  /** Position in the customer's inbox. Given at dispatch: items may arrive out of its order. */
  readonly seq: number;
  readonly type: NotificationType;
  readonly createdAt: Date;
  /** A device of the customer has confirmed it. */
  readonly acknowledged: boolean;
  readonly readAt: Date | null;
  readonly orderEventId: string;
  readonly source: string;
  readonly eventId: string;
  readonly eventTime: Date;
  /** null for an erased customer. */
  readonly payloadSealed: Buffer | null;
}

interface InboxItemRow {
  id: string;
  user_id: string;
  inbox_seq: string;
  notification_type: NotificationType;
  created_at: Date;
  status: string;
  read_at: Date | null;
  order_event_id: string;
  source: string;
  event_id: string;
  event_time: Date;
  payload_sealed: Buffer | null;
}

const SELECT_ITEMS = `
  SELECT n.id, n.user_id, n.inbox_seq, n.notification_type, n.created_at, n.status, n.read_at, n.order_event_id,
         e.source, e.event_id, e.event_time, e.payload_sealed
    FROM notification_log n
    JOIN order_event e ON e.id = n.order_event_id`;

/** An in-app notification has arrived once it is sent; before that, or refused, nobody sees it. */
const ARRIVED = `n.inbox_seq IS NOT NULL AND n.status IN ('sent', 'delivered')`;
/** Until its customer archives it. */
const IN_INBOX = `${ARRIVED} AND n.archived_at IS NULL`;

/** @returns those of `ids` that are in an inbox, by position */
export async function loadInboxItems(sql: Sql, ids: readonly string[]): Promise<InboxItem[]> {
  const rows = await sql.query<InboxItemRow>(
    `${SELECT_ITEMS} WHERE n.id = ANY($1::uuid[]) AND ${IN_INBOX} ORDER BY n.inbox_seq`,
    [ids],
  );
  return rows.map(itemOf);
}

/** A page of what comes after a position, in order. */
export async function findInboxAfter(sql: Sql, userId: string, seq: number, limit: number): Promise<InboxItem[]> {
  const rows = await sql.query<InboxItemRow>(
    `${SELECT_ITEMS} WHERE n.user_id = $1 AND n.inbox_seq > $2 AND ${IN_INBOX} ORDER BY n.inbox_seq LIMIT $3`,
    [userId, seq, limit],
  );
  return rows.map(itemOf);
}

/** Absent fields do not restrict. */
export interface InboxFilter {
  /** Only positions below this one: the last of the page before. */
  readonly beforeSeq?: number | undefined;
  readonly unread?: boolean | undefined;
  readonly type?: NotificationType | undefined;
  readonly orderId?: string | undefined;
}

/** A page of a customer's inbox, newest first. The conditions are few, and the index has the customer's messages in order. */
export async function listInbox(
  sql: Sql,
  userId: string,
  { beforeSeq, unread = false, type, orderId }: InboxFilter,
  limit: number,
): Promise<InboxItem[]> {
  const rows = await sql.query<InboxItemRow>(
    `${SELECT_ITEMS}
      WHERE n.user_id = $1 AND ${IN_INBOX} AND ($2::bigint IS NULL OR n.inbox_seq < $2) AND (NOT $3 OR n.read_at IS NULL)
        AND ($4::text IS NULL OR n.notification_type = $4) AND ($5::text IS NULL OR n.order_id = $5)
      ORDER BY n.inbox_seq DESC LIMIT $6`,
    [userId, beforeSeq ?? null, unread, type ?? null, orderId ?? null, limit],
  );
  return rows.map(itemOf);
}

/**
 * Unacknowledged items before a position that reached the inbox after the item at that position did: whoever has seen that one
 * need not have seen these. Positions are given at dispatch, so a message that waited arrives behind later ones.
 */
export async function findInboxLatecomers(sql: Sql, userId: string, seq: number, limit: number): Promise<InboxItem[]> {
  const rows = await sql.query<InboxItemRow>(
    `${SELECT_ITEMS}
      WHERE n.user_id = $1 AND n.inbox_seq < $2 AND n.status = 'sent'
        AND n.sent_at > (SELECT l.sent_at FROM notification_log l WHERE l.user_id = $1 AND l.inbox_seq = $2)
      ORDER BY n.inbox_seq LIMIT $3`,
    [userId, seq, limit],
  );
  return rows.map(itemOf);
}

/** The newest items that no device has confirmed, in order. */
export async function findUnacknowledged(sql: Sql, userId: string, limit: number): Promise<InboxItem[]> {
  const rows = await sql.query<InboxItemRow>(
    `${SELECT_ITEMS}
      WHERE n.user_id = $1 AND n.inbox_seq IS NOT NULL AND n.status = 'sent' ORDER BY n.inbox_seq DESC LIMIT $2`,
    [userId, limit],
  );
  return rows.map(itemOf).reverse();
}

/** @returns the highest position in the customer's inbox; 0 when it is empty */
export async function findInboxTop(sql: Sql, userId: string): Promise<number> {
  const [row] = await sql.query<{ top: string | null }>(
    `SELECT max(n.inbox_seq) AS top FROM notification_log n WHERE n.user_id = $1 AND ${IN_INBOX}`,
    [userId],
  );
  return Number(row?.top ?? 0);
}

/** @returns how many items each of these customers has not read; every one is in the result */
export async function countUnread(sql: Sql, userIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await sql.query<{ user_id: string; unread: number }>(
    `SELECT u.user_id, (SELECT count(*)::int FROM notification_log n
                         WHERE n.user_id = u.user_id AND n.read_at IS NULL AND ${IN_INBOX}) AS unread
       FROM unnest($1::text[]) AS u(user_id)`,
    [userIds],
  );
  return new Map(rows.map((row) => [row.user_id, row.unread]));
}

/** A notification that has just become `delivered`. */
export interface DeliveredItem {
  readonly id: string;
  readonly orderId: string;
  readonly userId: string;
  readonly type: NotificationType;
  /** The number of the attempt that put it into the inbox. */
  readonly attempt: number;
  /** Of the delivery event that tells. */
  readonly sequence: number;
}

interface DeliveredRow {
  id: string;
  order_id: string;
  user_id: string;
  notification_type: NotificationType;
  retry_count: number;
  told: number;
  language: Language | null;
  event_time: Date | null;
  waited: boolean;
  /** Before. */
  status: NotificationStatus;
  reason: Reason | null;
  sent_at: Date | null;
  delivered_at: Date | null;
}

const MAY_BECOME_DELIVERED = statusesBefore('delivered');

/**
 * Evidence that customers have these messages; cancels whatever was still planned for them.
 * Locked in id order, as settling does. Two devices confirming the same message meet at the row: the second finds it delivered.
 * @returns those that were not delivered before
 */
export async function markDelivered(sql: Transaction, ids: readonly string[], now: Date): Promise<DeliveredItem[]> {
  const rows = await sql.query<DeliveredRow>(
    `WITH locked AS (
       SELECT id, status, reason, sent_at, delivered_at FROM notification_log
        WHERE id = ANY($1::uuid[]) AND inbox_seq IS NOT NULL AND status = ANY($2::text[]) ORDER BY id FOR UPDATE)
     UPDATE notification_log n
        SET status = 'delivered', reason = NULL, sent_at = coalesce(n.sent_at, $3), delivered_at = $3, told = n.told + 1,
            waited = n.waited OR EXISTS (SELECT 1 FROM delivery_queue q WHERE q.id = n.id AND q.waited)
       FROM locked
      WHERE n.id = locked.id AND n.id = ANY($1::uuid[])
     RETURNING n.id, n.order_id, n.user_id, n.notification_type, n.retry_count, n.told, n.language, n.event_time, n.waited,
               locked.status, locked.reason, locked.sent_at, locked.delivered_at`,
    [ids, MAY_BECOME_DELIVERED, now],
  );
  if (rows.length > 0) {
    await sql.query(`DELETE FROM delivery_queue WHERE id = ANY($1::uuid[])`, [rows.map((row) => row.id).sort()]);
  }
  addFigures(
    sql,
    rows.flatMap((row) => figuresOfDelivery(row, now)),
    now,
  );
  return rows.map(deliveredOf);
}

function figuresOfDelivery(row: DeliveredRow, now: Date): Figure[] {
  const { language, event_time: since, waited } = row;
  const of = { channel: 'in_app', type: row.notification_type } as const;
  const elapsed = { ...of, since, until: now, waited };
  return [
    ...figuresOfMove(of, row, { status: 'delivered', reason: null, language }),
    ...(row.sent_at === null ? figuresOfLatency('acceptance', elapsed) : []),
    ...(row.delivered_at === null ? figuresOfLatency('delivery', elapsed) : []),
  ];
}

/** What a customer may do with a message. */
export type InboxMark = 'read_at' | 'archived_at';

export type MarkResult = 'changed' | 'unchanged' | 'unknown';

/**
 * Marks a message that has arrived, archived ones too. Two devices that do the same meet at the row: the second finds it marked.
 * @returns `unchanged`: it was marked before; `unknown`: this customer has no such message
 */
export async function markItem(sql: Sql, userId: string, id: string, mark: InboxMark, now: Date): Promise<MarkResult> {
  const [row] = await sql.query<{ changed: boolean }>(
    `WITH item AS (
       SELECT n.id, n.${mark} AS marked_at FROM notification_log n
        WHERE n.id = $2 AND n.user_id = $1 AND ${ARRIVED} FOR UPDATE),
     changed AS (
       UPDATE notification_log n SET ${mark} = $3 FROM item
        WHERE n.id = $2 AND n.id = item.id AND item.marked_at IS NULL RETURNING n.id)
     SELECT EXISTS (SELECT 1 FROM changed) AS changed FROM item`,
    [userId, id, now],
  );
  if (row === undefined) return 'unknown';
  return row.changed ? 'changed' : 'unchanged';
}

/** Locked in id order, as settling does. @returns the ids of those that were unread */
export async function markAllRead(sql: Sql, userId: string, limit: number, now: Date): Promise<string[]> {
  const rows = await sql.query<{ id: string }>(
    `WITH locked AS (
       SELECT n.id FROM notification_log n
        WHERE n.user_id = $1 AND n.read_at IS NULL AND ${IN_INBOX} ORDER BY n.id LIMIT $2 FOR UPDATE)
     UPDATE notification_log n SET read_at = $3 FROM locked WHERE n.id = locked.id RETURNING n.id`,
    [userId, limit, now],
  );
  return rows.map((row) => row.id);
}

function itemOf(row: InboxItemRow): InboxItem {
  return {
    id: row.id,
    userId: row.user_id,
    seq: Number(row.inbox_seq),
    type: row.notification_type,
    createdAt: row.created_at,
    acknowledged: row.status === 'delivered',
    readAt: row.read_at,
    orderEventId: row.order_event_id,
    source: row.source,
    eventId: row.event_id,
    eventTime: row.event_time,
    payloadSealed: row.payload_sealed,
  };
}

function deliveredOf(row: DeliveredRow): DeliveredItem {
  return {
    id: row.id,
    orderId: row.order_id,
    userId: row.user_id,
    type: row.notification_type,
    attempt: row.retry_count + 1,
    sequence: row.told,
  };
}

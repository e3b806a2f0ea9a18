/** Implements F5, F8, N9, AC-18. The in-app inbox: what is in it, what a client missed, what became of it. */
import type { Language, NotificationType } from '#contracts';
import { type Figure, figuresOfLatency, figuresOfMove } from '#notifications';
import type { Sql, Transaction } from '../database.js';
import { addFigures } from './figure.repository.js';

/** A message in a customer's inbox, its payload still sealed. */
export interface InboxItem {
  readonly id: string;
  readonly userId: string;
  /** Position in the customer's inbox, in the order of arrival: from 1, each once. */
  readonly seq: number;
  readonly type: NotificationType;
  readonly createdAt: Date;
  /** In the inbox. */
  readonly arrivedAt: Date;
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
  sent_at: Date;
  status: string;
  read_at: Date | null;
  order_event_id: string;
  source: string;
  event_id: string;
  event_time: Date;
  payload_sealed: Buffer | null;
}

const SELECT_ITEMS = `
  SELECT n.id, n.user_id, n.inbox_seq, n.notification_type, n.created_at, n.sent_at, n.status, n.read_at, n.order_event_id,
         e.source, e.event_id, e.event_time, e.payload_sealed
    FROM notification_log n
    JOIN order_event e ON e.id = n.order_event_id`;

/** A message has its position from the moment it arrives; before that, or refused, nobody sees it. */
const ARRIVED = 'n.inbox_seq IS NOT NULL';
/** Until its customer archives it. */
const IN_INBOX = `${ARRIVED} AND n.archived_at IS NULL`;
const UNREAD = `${IN_INBOX} AND n.read_at IS NULL`;
/**
 * The same as `ARRIVED`, for messages that are found by their ids. It hides the condition of the index by position, which the planner takes for nearly
 * empty, and reads as a whole, where the last ANALYZE came before the arrivals.
 */
const ARRIVED_BY_ID = `n.channel = 'in_app' AND n.status IN ('sent', 'delivered')`;

/** @returns those of `ids` that are in an inbox, by position */
export async function loadInboxItems(sql: Sql, ids: readonly string[]): Promise<InboxItem[]> {
  const rows = await sql.query<InboxItemRow>(
    `${SELECT_ITEMS} WHERE n.id = ANY($1::uuid[]) AND ${ARRIVED_BY_ID} AND n.archived_at IS NULL ORDER BY n.inbox_seq`,
    [ids],
  );
  return rows.map(itemOf);
}

/** A page of what comes after a position, in order. What arrives later comes after all that is found: whoever has seen a position misses nothing below it. */
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

/** The newest items that no device has confirmed, in order. */
export async function findUnacknowledged(sql: Sql, userId: string, limit: number): Promise<InboxItem[]> {
  const rows = await sql.query<InboxItemRow>(
    `${SELECT_ITEMS}
      WHERE n.user_id = $1 AND ${IN_INBOX} AND n.status = 'sent' ORDER BY n.inbox_seq DESC LIMIT $2`,
    [userId, limit],
  );
  return rows.map(itemOf).reverse();
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
}

/**
 * Evidence that customers have these messages, which have arrived. Locked in id order, as settling does. Two devices confirming the same message meet
 * at the row: the second finds it delivered.
 * @returns those that were not delivered before
 */
export async function markDelivered(sql: Transaction, ids: readonly string[], now: Date): Promise<DeliveredItem[]> {
  const locked = await sql.query<{ id: string }>(
    `SELECT n.id FROM notification_log n WHERE n.id = ANY($1::uuid[]) AND n.channel = 'in_app' AND n.status = 'sent' ORDER BY n.id FOR UPDATE`,
    [ids],
  );
  if (locked.length === 0) return [];
  const rows = await sql.query<DeliveredRow>(
    `UPDATE notification_log n SET status = 'delivered', delivered_at = $2, told = n.told + 1 WHERE n.id = ANY($1::uuid[])
     RETURNING n.id, n.order_id, n.user_id, n.notification_type, n.retry_count, n.told, n.language, n.event_time, n.waited`,
    [locked.map(({ id }) => id), now],
  );
  addFigures(
    sql,
    rows.flatMap((row) => figuresOfDelivery(row, now)),
    now,
  );
  return rows.map(deliveredOf);
}

function figuresOfDelivery({ language, waited, ...row }: DeliveredRow, now: Date): Figure[] {
  const of = { channel: 'in_app', type: row.notification_type } as const;
  const before = { status: 'sent', reason: null, language } as const;
  return [
    ...figuresOfMove(of, before, { ...before, status: 'delivered' }),
    ...figuresOfLatency('delivery', { ...of, since: row.event_time, until: now, waited }),
  ];
}

/** What a customer may do with a message. */
export type InboxMark = 'read_at' | 'archived_at';

/** What marking a message did. */
export interface MarkResult {
  /** False: it was marked before. */
  readonly changed: boolean;
  /** It counted as unread until now. */
  readonly wasUnread: boolean;
}

/**
 * Marks a message that has arrived, archived ones too. Two devices that do the same meet at the row: the second finds it marked. Whoever changes
 * what is unread lowers the count in the same transaction: see `lowerUnread`.
 * @returns undefined: this customer has no such message
 */
export async function markItem(
  sql: Transaction,
  userId: string,
  id: string,
  mark: InboxMark,
  now: Date,
): Promise<MarkResult | undefined> {
  const [row] = await sql.query<MarkResult>(
    `WITH item AS (
       SELECT n.id, n.${mark} AS marked_at, ${UNREAD} AS unread FROM notification_log n
        WHERE n.id = $2 AND n.user_id = $1 AND ${ARRIVED_BY_ID} FOR UPDATE),
     changed AS (
       UPDATE notification_log n SET ${mark} = $3 FROM item
        WHERE n.id = $2 AND n.id = item.id AND item.marked_at IS NULL RETURNING n.id)
     SELECT EXISTS (SELECT 1 FROM changed) AS changed, item.unread AND EXISTS (SELECT 1 FROM changed) AS "wasUnread" FROM item`,
    [userId, id, now],
  );
  return row;
}

/** What reading everything did, so far. */
export interface ReadItems {
  /** Those that were unread. */
  readonly ids: readonly string[];
  /** Others are unread still. */
  readonly more: boolean;
}

/** Reads what is unread up to a position, `limit` at a time. Locked in id order, as settling does. As with `markItem`, the count is the caller's. */
export async function markAllRead(
  sql: Transaction,
  userId: string,
  upToSeq: number,
  limit: number,
  now: Date,
): Promise<ReadItems> {
  const rows = await sql.query<{ id: string; more: boolean }>(
    `WITH found AS (
       SELECT n.id FROM notification_log n
        WHERE n.user_id = $1 AND n.inbox_seq <= $2 AND ${UNREAD} ORDER BY n.id LIMIT $3 + 1 FOR UPDATE),
     chosen AS (SELECT id FROM found ORDER BY id LIMIT $3)
     UPDATE notification_log n SET read_at = $4 FROM chosen WHERE n.id = chosen.id
     RETURNING n.id, (SELECT count(*) FROM found) > $3 AS more`,
    [userId, upToSeq, limit, now],
  );
  return { ids: rows.map(({ id }) => id), more: rows[0]?.more === true };
}

function itemOf(row: InboxItemRow): InboxItem {
  return {
    id: row.id,
    userId: row.user_id,
    seq: Number(row.inbox_seq),
    type: row.notification_type,
    createdAt: row.created_at,
    arrivedAt: row.sent_at,
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

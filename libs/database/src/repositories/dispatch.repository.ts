/** Implements F5, N7, N9, AC-10. The statements of a dispatch transaction, in their lock order: inbox, counters, log, queue. Packages are locked beside the counters. */
import {
  CHANNELS,
  type Channel,
  type Language,
  type NotificationStatus,
  type NotificationType,
  type Reason,
  isPublished,
} from '#contracts';
import { counted, figuresOfMove } from '#notifications';
import type { Sql, Transaction } from '../database.js';
import { addFigures } from './figure.repository.js';

export interface InboxEntry {
  readonly source: string;
  readonly eventId: string;
  readonly orderEventId: string;
}

export interface NewOrderEvent {
  readonly id: string;
  readonly source: string;
  readonly eventId: string;
  readonly orderId: string;
  readonly userId: string;
  readonly type: NotificationType;
  readonly eventTime: Date;
  /** null for an erased customer: nothing of the event is kept. */
  readonly payloadSealed: Buffer | null;
  readonly emailHash: Buffer | null;
  readonly phoneHash: Buffer | null;
  /** Of its dispatch. Absent: traces are off. */
  readonly traceparent?: string | undefined;
}

export interface NewNotification {
  readonly id: string;
  readonly orderEventId: string;
  readonly orderId: string;
  readonly userId: string;
  readonly type: NotificationType;
  readonly channel: Channel;
  readonly status: NotificationStatus;
  readonly reason: Reason | null;
  /** As far as it is known by now. */
  readonly language: Language;
  readonly eventTime: Date;
}

export interface NewQueueRow {
  readonly id: string;
  readonly userId: string;
  readonly channel: Channel;
  readonly type: NotificationType;
  readonly dueAt: Date;
  readonly waitReason: Reason | null;
}

/**
 * Claims events by their deduplication key. Two dispatchers that see the same event meet here: the second waits for the first's
 * commit and then finds the key taken. Sorted, because unsorted inserts of overlapping batches deadlock.
 * @returns the ids of the entries that were new
 */
export async function insertInboxEntries(sql: Sql, entries: readonly InboxEntry[], now: Date): Promise<Set<string>> {
  const rows = await sql.query<{ order_event_id: string }>(
    `INSERT INTO event_inbox (source, event_id, order_event_id, received_at)
     SELECT i.source, i.event_id, i.order_event_id, $4
       FROM unnest($1::text[], $2::text[], $3::uuid[]) AS i(source, event_id, order_event_id)
      ORDER BY i.source, i.event_id
     ON CONFLICT (source, event_id) DO NOTHING
     RETURNING order_event_id`,
    [entries.map((e) => e.source), entries.map((e) => e.eventId), entries.map((e) => e.orderEventId), now],
  );
  return new Set(rows.map((row) => row.order_event_id));
}

/** @returns `channel:hash` (hex) of those that are on the suppression list */
export async function findSuppressed(
  sql: Sql,
  addresses: readonly { channel: Channel; hash: Buffer }[],
): Promise<Set<string>> {
  const rows = await sql.query<{ channel: string; hash: string }>(
    `SELECT s.channel, encode(s.address_hash, 'hex') AS hash
       FROM suppression s
       JOIN unnest($1::text[], $2::bytea[]) AS a(channel, hash) ON s.channel = a.channel AND s.address_hash = a.hash`,
    [addresses.map((a) => a.channel), addresses.map((a) => a.hash)],
  );
  return new Set(rows.map((row) => `${row.channel}:${row.hash}`));
}

export interface DayKey {
  readonly userId: string;
  /** `YYYY-MM-DD` */
  readonly localDate: string;
}

/** Locks the counters of these days until the transaction ends, creating them at 0, and returns them in the order given. */
export async function lockDailyCounts(sql: Sql, keys: readonly DayKey[]): Promise<number[]> {
  const rows = await sql.query<{ key: string; count: number }>(
    `INSERT INTO daily_count AS d (user_id, local_date, count)
     SELECT k.user_id, k.local_date, 0
       FROM unnest($1::text[], $2::date[]) AS k(user_id, local_date)
      ORDER BY k.user_id, k.local_date
     ON CONFLICT (user_id, local_date) DO UPDATE SET count = d.count
     RETURNING d.local_date::text || ' ' || d.user_id AS key, d.count`,
    [keys.map((k) => k.userId), keys.map((k) => k.localDate)],
  );
  const counts = new Map(rows.map((row) => [row.key, row.count]));
  return keys.map((key) => counts.get(`${key.localDate} ${key.userId}`) ?? 0);
}

/** As `lockDailyCounts`, for whoever only asks: nothing is locked, and another may count meanwhile. */
export async function readDailyCounts(sql: Sql, keys: readonly DayKey[]): Promise<number[]> {
  const rows = await sql.query<{ count: number }>(
    `SELECT coalesce(d.count, 0) AS count
       FROM unnest($1::text[], $2::date[]) WITH ORDINALITY AS k(user_id, local_date, position)
       LEFT JOIN daily_count d ON d.user_id = k.user_id AND d.local_date = k.local_date
      ORDER BY k.position`,
    [keys.map((k) => k.userId), keys.map((k) => k.localDate)],
  );
  return rows.map(({ count }) => count);
}

/** Adds to counters that `lockDailyCounts` locked. */
export async function addDailyCounts(sql: Sql, keys: readonly DayKey[], amounts: readonly number[]): Promise<void> {
  await sql.query(
    `UPDATE daily_count d SET count = d.count + k.amount
       FROM unnest($1::text[], $2::date[], $3::int[]) AS k(user_id, local_date, amount)
      WHERE d.user_id = k.user_id AND d.local_date = k.local_date`,
    [keys.map((k) => k.userId), keys.map((k) => k.localDate), amounts],
  );
}

export async function insertOrderEvents(sql: Transaction, events: readonly NewOrderEvent[], now: Date): Promise<void> {
  await sql.query(
    `INSERT INTO order_event (id, source, event_id, order_id, user_id, notification_type, event_time,
                              payload_sealed, email_hash, phone_hash, traceparent, created_at)
     SELECT e.*, $12 FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::timestamptz[],
                                 $8::bytea[], $9::bytea[], $10::bytea[], $11::text[]) AS e`,
    [
      events.map((e) => e.id),
      events.map((e) => e.source),
      events.map((e) => e.eventId),
      events.map((e) => e.orderId),
      events.map((e) => e.userId),
      events.map((e) => e.type),
      events.map((e) => e.eventTime),
      events.map((e) => e.payloadSealed),
      events.map((e) => e.emailHash),
      events.map((e) => e.phoneHash),
      events.map((e) => e.traceparent ?? null),
      now,
    ],
  );
  addFigures(
    sql,
    events.map(({ type }) => counted('event', { type, label: '' })),
    now,
  );
}

export async function insertNotifications(
  sql: Transaction,
  rows: readonly NewNotification[],
  now: Date,
): Promise<void> {
  await sql.query(
    `INSERT INTO notification_log (id, order_event_id, order_id, user_id, notification_type, channel, status, reason,
                                   told, language, event_time, created_at)
     SELECT n.*, $12 FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
                                 $9::int[], $10::text[], $11::timestamptz[]) AS n`,
    [
      rows.map((r) => r.id),
      rows.map((r) => r.orderEventId),
      rows.map((r) => r.orderId),
      rows.map((r) => r.userId),
      rows.map((r) => r.type),
      rows.map((r) => r.channel),
      rows.map((r) => r.status),
      rows.map((r) => r.reason),
      rows.map((r) => (isPublished(r.status) ? 1 : 0)),
      rows.map((r) => r.language),
      rows.map((r) => r.eventTime),
      now,
    ],
  );
  addFigures(
    sql,
    rows.flatMap((row) => figuresOfMove(row, null, row)),
    now,
  );
}

/** What has to wait before anybody has tried to send it waits for quiet hours, for an operator, or for an address. */
export async function enqueue(sql: Sql, rows: readonly NewQueueRow[], now: Date): Promise<void> {
  await sql.query(
    `INSERT INTO delivery_queue (id, user_id, channel, notification_type, due_at, wait_reason, enqueued_at, waited)
     SELECT q.*, $7, coalesce(q.wait_reason IN ('quiet_hours', 'paused'), false)
       FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::text[])
            AS q(id, user_id, channel, notification_type, due_at, wait_reason)`,
    [
      rows.map((r) => r.id),
      rows.map((r) => r.userId),
      rows.map((r) => r.channel),
      rows.map((r) => r.type),
      rows.map((r) => r.dueAt),
      rows.map((r) => r.waitReason),
      now,
    ],
  );
}

/** What an event gave rise to, as it stands; empty for an event that was not dispatched. By its order, for which there is an index. */
export async function findDispatched(
  sql: Sql,
  source: string,
  eventId: string,
): Promise<Pick<NewNotification, 'id' | 'channel' | 'status' | 'reason'>[]> {
  return sql.query(
    `SELECT n.id, n.channel, coalesce(q.state, n.status) AS status, coalesce(q.wait_reason, n.reason) AS reason
       FROM event_inbox i
       JOIN order_event e ON e.id = i.order_event_id
       JOIN notification_log n ON n.order_id = e.order_id AND n.order_event_id = e.id
       LEFT JOIN delivery_queue q ON q.id = n.id
      WHERE i.source = $1 AND i.event_id = $2 ORDER BY array_position($3::text[], n.channel::text)`,
    [source, eventId, CHANNELS],
  );
}

/** Implements F9. What a customer was lately told about. */
import type { NotificationType } from '#contracts';
import type { Sql } from '../database.js';

export interface StoredOrderEvent {
  readonly orderEventId: string;
  readonly source: string;
  readonly eventId: string;
  readonly type: NotificationType;
  readonly eventTime: Date;
  /** null for an erased customer. */
  readonly payloadSealed: Buffer | null;
}

/** The events of a customer's latest notifications, newest first. @param limit of events; each has a notification per channel */
export function findRecentOrderEvents(sql: Sql, userId: string, limit: number): Promise<StoredOrderEvent[]> {
  return sql.query<StoredOrderEvent>(
    `SELECT e.id AS "orderEventId", e.source, e.event_id AS "eventId", e.notification_type AS type,
            e.event_time AS "eventTime", e.payload_sealed AS "payloadSealed"
       FROM (SELECT DISTINCT order_event_id
               FROM (SELECT order_event_id FROM notification_log WHERE user_id = $1 ORDER BY id DESC LIMIT 3 * $2::int) latest
            ) recent
       JOIN order_event e ON e.id = recent.order_event_id ORDER BY e.id DESC LIMIT $2`,
    [userId, limit],
  );
}

/** The events that these notifications are of, by notification id. */
export async function findEventsOf(
  sql: Sql,
  notificationIds: readonly string[],
): Promise<Map<string, StoredOrderEvent>> {
  const rows = await sql.query<StoredOrderEvent & { notificationId: string }>(
    `SELECT n.id AS "notificationId", e.id AS "orderEventId", e.source, e.event_id AS "eventId", e.notification_type AS type,
            e.event_time AS "eventTime", e.payload_sealed AS "payloadSealed"
       FROM notification_log n JOIN order_event e ON e.id = n.order_event_id WHERE n.id = ANY($1::uuid[])`,
    [notificationIds],
  );
  return new Map(rows.map(({ notificationId, ...event }) => [notificationId, event]));
}

/** Implements F5. */
import type { Sql } from '../database.js';

/** Where in a trace the events of notifications were dispatched, by notification. Those whose dispatch was not traced are left out. */
export async function findTraceparents(sql: Sql, notificationIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await sql.query<{ id: string; traceparent: string }>(
    `SELECT n.id, e.traceparent FROM notification_log n JOIN order_event e ON e.id = n.order_event_id
      WHERE n.id = ANY($1::uuid[]) AND e.traceparent IS NOT NULL`,
    [notificationIds],
  );
  return new Map(rows.map(({ id, traceparent }) => [id, traceparent]));
}

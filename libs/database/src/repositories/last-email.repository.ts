/** Implements F7, N6. Which email a late bounce is about that names nothing but its address. */
import type { Sql } from '../database.js';

/** An address as keyed hashes, one for each key in use, and when something was reported of it. */
export interface AddressReport {
  readonly hashes: readonly Buffer[];
  readonly at: Date;
}

export interface SentAttempt {
  readonly notificationId: string;
  readonly attempt: number;
}

/** A mail server that took an email may send it back days later, not weeks. */
const LATEST_BOUNCE_MS = 7 * 24 * 3_600_000;
/** Providers report whole seconds. */
const ROUNDING_MS = 1_000;

/**
 * @returns the last email that was sent to this address in the week before, if there is one. The address is the event's, or the
 *   directory's where the event had none; two branches, so that each has an index.
 */
export async function findLastEmail(sql: Sql, { hashes, at }: AddressReport): Promise<SentAttempt | undefined> {
  const [row] = await sql.query<{ id: string; attempt: number }>(
    `WITH candidate AS (
       SELECT n.id, n.sent_at
         FROM order_event e JOIN notification_log n ON n.order_id = e.order_id AND n.order_event_id = e.id
        WHERE e.email_hash = ANY($1::bytea[]) AND n.channel = 'email' AND n.status IN ('sent', 'delivered')
       UNION ALL
       SELECT n.id, n.sent_at
         FROM recipient r JOIN notification_log n ON n.user_id = r.user_id JOIN order_event e ON e.id = n.order_event_id
        WHERE r.email_hash = ANY($1::bytea[]) AND e.email_hash IS NULL
          AND n.channel = 'email' AND n.status IN ('sent', 'delivered'))
     SELECT c.id, a.number AS attempt
       FROM candidate c
       JOIN notification_attempt a ON a.notification_id = c.id AND a.outcome = 'accepted'
      WHERE c.sent_at BETWEEN $2 AND $3
      ORDER BY c.sent_at DESC, c.id DESC, a.number DESC LIMIT 1`,
    [hashes, new Date(at.getTime() - LATEST_BOUNCE_MS), new Date(at.getTime() + ROUNDING_MS)],
  );
  return row === undefined ? undefined : { notificationId: row.id, attempt: row.attempt };
}

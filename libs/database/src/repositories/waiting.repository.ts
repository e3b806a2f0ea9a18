/** Implements F3, F4. Rows whose wait may be over sooner than was planned. */
import type { Reason } from '#contracts';
import type { Sql } from '../database.js';

/**
 * Has rows of these customers looked at again at once: what they wait for may have come. A worker decides anew, and lets them wait on if
 * it has not. Locked in id order, as everything that writes several rows of the queue; a row that a worker has just claimed is that worker's.
 */
export async function lookAgain(
  sql: Sql,
  userIds: readonly string[],
  reasons: readonly Extract<Reason, 'no_recipient' | 'quiet_hours'>[],
  now: Date,
): Promise<void> {
  if (userIds.length === 0) return;
  await sql.query(
    `UPDATE delivery_queue SET due_at = $3 WHERE id = ANY(ARRAY(
       SELECT id FROM delivery_queue
        WHERE user_id = ANY($1::text[]) AND state = 'pending' AND wait_reason = ANY($2::text[]) AND due_at > $3
        ORDER BY id FOR UPDATE))`,
    [userIds, reasons, now],
  );
}

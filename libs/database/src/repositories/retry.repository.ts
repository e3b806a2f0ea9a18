/** Implements F4, F5, F7. Failed notifications, back to work by hand. Lock order: log, queue, dead letters. */
import { type FigureSubject, type Standing, figuresOfMove } from '#notifications';
import type { Transaction } from '../database.js';
import { deleteDeadLetters } from './dead-letter.repository.js';
import { CLAIMS_PER_ATTEMPT } from './delivery-queue.repository.js';
import { addFigures } from './figure.repository.js';

/**
 * Gives failed notifications a new budget of attempts, due at once. Those that have not failed stay as they are; of two people who retry
 * the same one, the second finds it pending.
 * @returns the ids of those that went back to work
 */
export async function retryFailed(sql: Transaction, ids: readonly string[], now: Date): Promise<string[]> {
  const locked = await sql.query<FigureSubject & Standing & { id: string }>(
    `SELECT id, channel, notification_type AS type, status, reason, language FROM notification_log WHERE id = ANY($1::uuid[]) AND status = 'failed' ORDER BY id FOR UPDATE`,
    [ids],
  );
  const failed = locked.map((row) => row.id);
  if (failed.length === 0) return [];
  // An attempt that was under way when evidence settled its notification has no row; its number is taken all the same.
  await sql.query(
    `UPDATE notification_log n
        SET status = 'pending', reason = NULL, waited = true,
            earlier_attempts = greatest(CASE WHEN n.retry_count > 0 THEN n.retry_count + 1 ELSE 0 END,
              (SELECT max(a.number) FROM notification_attempt a WHERE a.notification_id = n.id))
      WHERE n.id = ANY($1::uuid[])`,
    [failed],
  );
  await sql.query(
    `INSERT INTO delivery_queue (id, user_id, channel, notification_type, due_at, claim_no, earlier_attempts, enqueued_at, waited)
     SELECT n.id, n.user_id, n.channel, n.notification_type, $2, n.earlier_attempts * ${CLAIMS_PER_ATTEMPT}, n.earlier_attempts, $2, n.waited
       FROM notification_log n WHERE n.id = ANY($1::uuid[]) ORDER BY n.id`,
    [failed, now],
  );
  await deleteDeadLetters(sql, failed);
  addFigures(
    sql,
    locked.flatMap((row) => figuresOfMove(row, row, { ...row, status: 'pending', reason: null })),
    now,
  );
  return failed;
}

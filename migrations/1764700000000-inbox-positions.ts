/** Implements F8, N9, AC-18. Positions in inboxes are given on arrival, and what is unread is counted where positions are. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class InboxPositions1764700000000 implements MigrationInterface {
  readonly name = 'InboxPositions1764700000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const UP = [
  // Both tables are gone over whole, which takes longer than a statement of the service may.
  'SET LOCAL statement_timeout = 0',
  // Until now positions were reserved at dispatch. What has not arrived gets a new one when it does: counters stay as they are, so that it is
  // higher than any that a client has seen.
  `UPDATE notification_log SET inbox_seq = NULL WHERE inbox_seq IS NOT NULL AND status NOT IN ('sent', 'delivered')`,
  // Half-empty pages let an update stay on its page: a busy customer's row changes with each message.
  `ALTER TABLE inbox_counter ADD COLUMN unread integer NOT NULL DEFAULT 0,
     SET (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000)`,
  `UPDATE inbox_counter c SET unread = n.unread
     FROM (SELECT user_id, count(*) AS unread FROM notification_log
            WHERE inbox_seq IS NOT NULL AND read_at IS NULL AND archived_at IS NULL GROUP BY user_id) AS n
    WHERE n.user_id = c.user_id`,
];

/** What may still be sent; it needs a position again. */
const POSITIONLESS = `
  SELECT id, user_id, row_number() OVER (PARTITION BY user_id ORDER BY id) AS number FROM notification_log
   WHERE channel = 'in_app' AND status IN ('pending', 'failed') AND inbox_seq IS NULL`;

const DOWN = [
  `INSERT INTO inbox_counter (user_id, last_seq) SELECT DISTINCT user_id, 0 FROM (${POSITIONLESS}) AS p ON CONFLICT DO NOTHING`,
  `UPDATE notification_log n SET inbox_seq = c.last_seq + p.number
     FROM (${POSITIONLESS}) AS p JOIN inbox_counter c ON c.user_id = p.user_id WHERE n.id = p.id`,
  `UPDATE inbox_counter c SET last_seq = greatest(c.last_seq, n.last_seq)
     FROM (SELECT user_id, max(inbox_seq) AS last_seq FROM notification_log WHERE inbox_seq IS NOT NULL GROUP BY user_id) AS n
    WHERE n.user_id = c.user_id`,
  `ALTER TABLE inbox_counter DROP COLUMN unread,
     RESET (fillfactor, autovacuum_vacuum_scale_factor, autovacuum_vacuum_threshold)`,
];

/** Implements N9. Messages that must follow a commit: written with it, published after it. */
import type { Sql } from '../database.js';

export interface OutboxMessage {
  /** Without `TOPIC_PREFIX`. */
  readonly topic: string;
  readonly key: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly value: string | null;
}

export interface OutboxRow {
  readonly id: string;
  readonly messages: readonly OutboxMessage[];
}

/** One row per transaction, whatever the number of messages. */
export async function insertOutbox(sql: Sql, row: OutboxRow, now: Date): Promise<void> {
  await sql.query(`INSERT INTO outbox (id, messages, created_at) VALUES ($1, $2::jsonb, $3)`, [
    row.id,
    JSON.stringify(row.messages),
    now,
  ]);
}

export async function deleteOutbox(sql: Sql, ids: readonly string[]): Promise<void> {
  await sql.query(`DELETE FROM outbox WHERE id = ANY($1::uuid[])`, [ids]);
}

/** Whether there is anything for `lockStaleOutbox`; mostly there is not, and one statement costs less than a transaction. Ordered, so that the index answers. */
export async function hasStaleOutbox(sql: Sql, olderThan: Date): Promise<boolean> {
  const rows = await sql.query(`SELECT 1 FROM outbox WHERE created_at < $1 ORDER BY created_at LIMIT 1`, [olderThan]);
  return rows.length > 0;
}

/** Rows whose writer did not publish them in time. SKIP LOCKED: another replica's relay may be at work on some. */
export async function lockStaleOutbox(sql: Sql, olderThan: Date, limit: number): Promise<OutboxRow[]> {
  return sql.query<OutboxRow>(
    `SELECT id, messages FROM outbox WHERE created_at < $1 ORDER BY created_at LIMIT $2 FOR UPDATE SKIP LOCKED`,
    [olderThan, limit],
  );
}

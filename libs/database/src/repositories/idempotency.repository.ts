/** Implements N9. Which requests were made under which key, and what was answered. */
import type { Sql } from '../database.js';

/** A request under an idempotency key. */
export interface KeyedRequest {
  readonly keyHash: Buffer;
  readonly bodyHash: Buffer;
  /** Of the event that the request gives rise to. */
  readonly eventId: string;
}

export interface KnownRequest {
  readonly bodyHash: Buffer;
  readonly eventId: string;
  /** null: none was stored yet; the first request is under way, or its process was killed. */
  readonly answer: unknown;
}

interface KnownRow {
  body_hash: Buffer;
  event_id: string;
  answer: unknown;
}

/** How many expired keys a new one takes away: more than come in, so that the table holds no more than the kept ones for long. */
const SWEPT_PER_KEY = 2;

/**
 * Takes a key, or finds it taken. A key that has expired is as good as new. Of two requests at the same time the second waits at the
 * first's row, and finds what that one stored. Runs inside the caller's transaction.
 */
export async function takeIdempotencyKey(
  sql: Sql,
  { keyHash, bodyHash, eventId }: KeyedRequest,
  now: Date,
  expiresAt: Date,
): Promise<KnownRequest> {
  await sql.query(
    `WITH swept AS (
       DELETE FROM idempotency_key WHERE key_hash IN (
         SELECT key_hash FROM idempotency_key WHERE expires_at <= $4 AND key_hash <> $1
          ORDER BY expires_at LIMIT ${SWEPT_PER_KEY} FOR UPDATE SKIP LOCKED))
     INSERT INTO idempotency_key AS k (key_hash, body_hash, event_id, expires_at) VALUES ($1, $2, $3, $5)
     ON CONFLICT (key_hash) DO UPDATE
        SET body_hash = excluded.body_hash, event_id = excluded.event_id, answer = NULL, expires_at = excluded.expires_at
      WHERE k.expires_at <= $4`,
    [keyHash, bodyHash, eventId, now, expiresAt],
  );
  const [row] = await sql.query<KnownRow>(
    `SELECT body_hash, event_id, answer FROM idempotency_key WHERE key_hash = $1`,
    [keyHash],
  );
  return row === undefined
    ? { bodyHash, eventId, answer: null }
    : { bodyHash: row.body_hash, eventId: row.event_id, answer: row.answer };
}

/**
 * Stores what is about to be answered. The first answer stays: requests at the same time all give that one.
 * @returns the answer to give
 */
export async function storeAnswer<T>(sql: Sql, keyHash: Buffer, eventId: string, answer: T): Promise<T> {
  const [row] = await sql.query<{ answer: T }>(
    `UPDATE idempotency_key SET answer = coalesce(answer, $3::jsonb) WHERE key_hash = $1 AND event_id = $2 RETURNING answer`,
    [keyHash, eventId, JSON.stringify(answer)],
  );
  return row === undefined ? answer : row.answer;
}

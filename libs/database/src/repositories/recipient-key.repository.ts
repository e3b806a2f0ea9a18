/** Implements N6, N8. Customers' wrapped keys. Destroying one makes everything sealed under it unreadable, backups included. */
import type { Sql } from '../database.js';

export interface WrappedKey {
  readonly userId: string;
  readonly wrappedKey: Buffer;
}

export interface NewKey extends WrappedKey {
  /** What the customer is known by is as new as this; null: nothing that undoes an erasure. */
  readonly knownAt: Date | null;
}

export async function findKeys(sql: Sql, userIds: readonly string[]): Promise<WrappedKey[]> {
  return sql.query<WrappedKey>(
    `SELECT user_id AS "userId", wrapped_key AS "wrappedKey" FROM vault.recipient_key WHERE user_id = ANY($1::text[])`,
    [userIds],
  );
}

/**
 * Keeps a key that is there already: of two dispatchers meeting the same new customer, the second uses the first's. An erased customer gets
 * none, whatever the tables that came back from a backup say, unless something newer than the erasure is known.
 * @returns whose keys these are now
 */
export async function insertKeys(sql: Sql, keys: readonly NewKey[], now: Date): Promise<string[]> {
  const sorted = [...keys].sort((a, b) => (a.userId < b.userId ? -1 : 1));
  const rows = await sql.query<{ userId: string }>(
    `INSERT INTO vault.recipient_key (user_id, wrapped_key, created_at)
     SELECT k.user_id, k.wrapped_key, $4
       FROM unnest($1::text[], $2::bytea[], $3::timestamptz[]) AS k(user_id, wrapped_key, known_at)
      WHERE NOT EXISTS (SELECT 1 FROM vault.erasure e
                         WHERE e.user_id = k.user_id AND (k.known_at IS NULL OR k.known_at <= e.erased_at))
     ON CONFLICT (user_id) DO NOTHING
     RETURNING user_id AS "userId"`,
    [sorted.map((k) => k.userId), sorted.map((k) => k.wrappedKey), sorted.map((k) => k.knownAt), now],
  );
  return rows.map(({ userId }) => userId);
}

/** A page of keys in the order of their customers. */
export async function listKeys(sql: Sql, afterUserId: string, limit: number): Promise<WrappedKey[]> {
  return sql.query<WrappedKey>(
    `SELECT user_id AS "userId", wrapped_key AS "wrappedKey"
       FROM vault.recipient_key WHERE user_id > $1 ORDER BY user_id LIMIT $2`,
    [afterUserId, limit],
  );
}

/**
 * Replaces wrappings. A key that was destroyed since it was read stays destroyed, and one that was wrapped again stays as it is.
 * @returns how many were replaced
 */
export async function rewrapKeys(sql: Sql, keys: readonly (WrappedKey & { rewrapped: Buffer })[]): Promise<number> {
  const rows = await sql.query(
    `UPDATE vault.recipient_key r SET wrapped_key = k.rewrapped
       FROM unnest($1::text[], $2::bytea[], $3::bytea[]) AS k(user_id, wrapped_key, rewrapped)
      WHERE r.user_id = k.user_id AND r.wrapped_key = k.wrapped_key RETURNING r.user_id`,
    [keys.map((k) => k.userId), keys.map((k) => k.wrappedKey), keys.map((k) => k.rewrapped)],
  );
  return rows.length;
}

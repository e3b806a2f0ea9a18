/** Implements N6. Customers' wrapped keys. Destroying one makes everything sealed under it unreadable, backups included. */
import type { Sql } from '../database.js';

export interface WrappedKey {
  readonly userId: string;
  readonly wrappedKey: Buffer;
}

export async function findKeys(sql: Sql, userIds: readonly string[]): Promise<WrappedKey[]> {
  return sql.query<WrappedKey>(
    `SELECT user_id AS "userId", wrapped_key AS "wrappedKey" FROM vault.recipient_key WHERE user_id = ANY($1::text[])`,
    [userIds],
  );
}

/** Keeps a key that is there already: of two dispatchers meeting the same new customer, the second uses the first's. */
export async function insertKeys(sql: Sql, keys: readonly WrappedKey[]): Promise<void> {
  const sorted = [...keys].sort((a, b) => (a.userId < b.userId ? -1 : 1));
  await sql.query(
    `INSERT INTO vault.recipient_key (user_id, wrapped_key)
     SELECT * FROM unnest($1::text[], $2::bytea[]) ON CONFLICT (user_id) DO NOTHING`,
    [sorted.map((k) => k.userId), sorted.map((k) => k.wrappedKey)],
  );
}

export async function destroyKeys(sql: Sql, userIds: readonly string[]): Promise<void> {
  await sql.query(`DELETE FROM vault.recipient_key WHERE user_id = ANY($1::text[])`, [[...userIds].sort()]);
}

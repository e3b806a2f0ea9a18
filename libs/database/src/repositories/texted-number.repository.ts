/** Implements N8. The numbers that a text of ours has reached the provider for, as keyed hashes: the first one tells how to stop them. */
import type { Sql } from '../database.js';

/** @returns those of `hashes` that were texted before, in hexadecimal */
export async function findTextedNumbers(sql: Sql, hashes: readonly Buffer[]): Promise<Set<string>> {
  const rows = await sql.query<{ hash: string }>(
    `SELECT encode(phone_hash, 'hex') AS hash FROM texted_number WHERE phone_hash = ANY($1::bytea[])`,
    [hashes],
  );
  return new Set(rows.map(({ hash }) => hash));
}

/** Sorted, so that two batches never wait for each other in a circle. */
export async function rememberTextedNumbers(sql: Sql, hashes: readonly Buffer[], now: Date): Promise<void> {
  await sql.query(
    `INSERT INTO texted_number (phone_hash, first_at)
     SELECT DISTINCT hash, $2::timestamptz FROM unnest($1::bytea[]) AS n(hash) ORDER BY hash
     ON CONFLICT (phone_hash) DO NOTHING`,
    [hashes, now],
  );
}

/** Implements N8. Addresses that must not be written to, as keyed hashes. */
import type { Channel } from '#contracts';
import type { Sql } from '../database.js';

export async function suppressAddress(
  sql: Sql,
  entry: { channel: Channel; addressHash: Buffer; reason: string },
  now: Date,
): Promise<void> {
  await sql.query(
    `INSERT INTO suppression (channel, address_hash, reason, created_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (channel, address_hash) DO NOTHING`,
    [entry.channel, entry.addressHash, entry.reason, now],
  );
}

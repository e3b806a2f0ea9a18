/** Implements N8. Addresses that must not be written to, as keyed hashes. */
import type { Channel } from '#contracts';
import type { Sql } from '../database.js';

export interface SuppressedAddress {
  readonly channel: Channel;
  readonly addressHash: Buffer;
  readonly reason: string;
}

/** An address that is suppressed already keeps its first reason. Sorted, so that two batches never wait for each other in a circle. */
export async function suppressAddresses(sql: Sql, addresses: readonly SuppressedAddress[], now: Date): Promise<void> {
  await sql.query(
    `INSERT INTO suppression (channel, address_hash, reason, created_at)
     SELECT a.channel, a.address_hash, a.reason, $4
       FROM unnest($1::text[], $2::bytea[], $3::text[]) AS a(channel, address_hash, reason)
      ORDER BY a.channel, a.address_hash
     ON CONFLICT (channel, address_hash) DO NOTHING`,
    [addresses.map((a) => a.channel), addresses.map((a) => a.addressHash), addresses.map((a) => a.reason), now],
  );
}

/** Implements F4. The delays by which a channel's workers retry, for whoever else plans a retry of theirs. */
import type { Channel } from '#contracts';
import type { Sql } from '../database.js';

/** Of workers that differ, as they do while a new setting is rolled out, the last one started holds. */
export async function announceRetryDelays(sql: Sql, channel: Channel, delays: readonly number[]): Promise<void> {
  await sql.query(
    `INSERT INTO retry_delays (channel, delays_ms) VALUES ($1, $2)
     ON CONFLICT (channel) DO UPDATE SET delays_ms = excluded.delays_ms`,
    [channel, delays],
  );
}

/** @returns milliseconds; undefined while no worker of the channel has ever started */
export async function findRetryDelays(sql: Sql, channel: Channel): Promise<readonly number[] | undefined> {
  const [row] = await sql.query<{ delays_ms: number[] }>(`SELECT delays_ms FROM retry_delays WHERE channel = $1`, [
    channel,
  ]);
  return row?.delays_ms;
}

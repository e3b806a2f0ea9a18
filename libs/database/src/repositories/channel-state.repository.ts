/** Implements F9. Pauses, as rows that all replicas see. */
import { CHANNELS, type Channel } from '#contracts';
import type { Sql } from '../database.js';

export type ChannelPauses = Readonly<Record<Channel, Date | null>>;

/** Until when each channel is paused; null: it is not. */
export async function loadPauses(sql: Sql): Promise<ChannelPauses> {
  const rows = await sql.query<{ channel: Channel; paused_until: Date | null }>(
    `SELECT channel, paused_until FROM channel_state`,
  );
  const until = new Map(rows.map((row) => [row.channel, row.paused_until]));
  return Object.fromEntries(CHANNELS.map((channel) => [channel, until.get(channel) ?? null])) as ChannelPauses;
}

/** A longer pause stands; a shorter one never cuts it. */
export async function pauseChannel(sql: Sql, channel: Channel, until: Date, reason: string, now: Date): Promise<void> {
  await sql.query(
    `INSERT INTO channel_state AS c (channel, paused_until, reason, updated_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (channel) DO UPDATE SET paused_until = excluded.paused_until, reason = excluded.reason, updated_at = excluded.updated_at
      WHERE c.paused_until IS NULL OR c.paused_until < excluded.paused_until`,
    [channel, until, reason, now],
  );
}

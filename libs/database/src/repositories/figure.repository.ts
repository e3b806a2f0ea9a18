/**
 * Implements F5. Figures, written in the transaction that changes what they count: after the attempts and before the outbox in the order of
 * locks.
 */
import { type Figure, sumFigures } from '#notifications';
import type { Sql } from '../database.js';

/** A setting of each session: which of the rows of a figure its process writes. */
export const FIGURE_SHARD = 'figures.shard';
/** More would make reading dearer, fewer would have processes wait for each other. */
export const FIGURE_SHARDS = 16;

/** Adds to the figures of this minute. Rows are locked in sorted order; those of other processes are others. */
export async function addFigures(sql: Sql, figures: readonly Figure[], now: Date): Promise<void> {
  if (figures.length === 0) return;
  const sums = sumFigures(figures);
  await sql.query(
    `INSERT INTO delivery_figure AS f (minute, kind, channel, notification_type, language, label, detail, shard, amount, departed)
     SELECT date_trunc('minute', $1::timestamptz, 'UTC'), n.kind, n.channel, n.type, n.language, n.label, n.detail,
            coalesce(nullif(current_setting('${FIGURE_SHARD}', true), ''), '0')::smallint, n.amount, n.departed
       FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[], $9::bigint[])
            AS n(kind, channel, type, language, label, detail, amount, departed)
     ON CONFLICT (minute, kind, channel, notification_type, language, label, detail, shard) DO UPDATE
        SET amount = f.amount + excluded.amount, departed = f.departed + excluded.departed`,
    [
      now,
      sums.map((f) => f.kind),
      sums.map((f) => f.channel),
      sums.map((f) => f.type),
      sums.map((f) => f.language),
      sums.map((f) => f.label),
      sums.map((f) => f.detail),
      sums.map((f) => f.amount),
      sums.map((f) => f.departed),
    ],
  );
}

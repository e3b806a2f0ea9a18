/** Implements F5. Figures, written in the transaction that changes what they count. */
import { type Figure, sumFigures } from '#notifications';
import type { FiguresAt, Sql, Transaction } from '../sql.js';

/** Adds to the figures of this minute. They are written right before the commit. */
export function addFigures({ figures: added }: Transaction, figures: readonly Figure[], now: Date): void {
  if (figures.length > 0) added.push({ figures, at: now });
}

const MINUTE_MS = 60_000;

/**
 * Writes what a transaction has added, in one statement for each minute, which is one. Rows are locked in sorted order, after everything else: they
 * are those that everybody writes. Which of the rows of a figure depends on the connection, so that transactions seldom wait for each other; more of
 * them would make reading dearer.
 */
export async function writeFigures(sql: Sql, added: readonly FiguresAt[]): Promise<void> {
  for (const [minute, figures] of byMinute(added)) {
    const sums = sumFigures(figures);
    await sql.query(ADD_FIGURES, [
      minute,
      sums.map((f) => f.kind),
      sums.map((f) => f.channel),
      sums.map((f) => f.type),
      sums.map((f) => f.language),
      sums.map((f) => f.label),
      sums.map((f) => f.detail),
      sums.map((f) => f.amount),
      sums.map((f) => f.departed),
    ]);
  }
}

const ADD_FIGURES = `
  INSERT INTO delivery_figure AS f (minute, kind, channel, notification_type, language, label, detail, shard, amount, departed)
  SELECT $1, n.kind, n.channel, n.type, n.language, n.label, n.detail, pg_backend_pid() % 16, n.amount, n.departed
    FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[], $9::bigint[])
         AS n(kind, channel, type, language, label, detail, amount, departed)
  ON CONFLICT (minute, kind, channel, notification_type, language, label, detail, shard) DO UPDATE
     SET amount = f.amount + excluded.amount, departed = f.departed + excluded.departed`;

function byMinute(added: readonly FiguresAt[]): [Date, Figure[]][] {
  const minutes = new Map<number, Figure[]>();
  for (const { figures, at } of added) {
    const minute = Math.floor(at.getTime() / MINUTE_MS) * MINUTE_MS;
    minutes.set(minute, [...(minutes.get(minute) ?? []), ...figures]);
  }
  return [...minutes].sort(([a], [b]) => a - b).map(([minute, figures]) => [new Date(minute), figures]);
}

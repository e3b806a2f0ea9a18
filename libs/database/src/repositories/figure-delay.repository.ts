/** Implements F5. */
import type { Sql } from '../database.js';

/** @returns the oldest minute whose figures were not added up yet; null: there is none */
export async function findOldestFigureMinute(sql: Sql): Promise<Date | null> {
  const [row] = await sql.query<{ oldest: Date | null }>('SELECT min(minute) AS oldest FROM delivery_figure');
  return row?.oldest ?? null;
}

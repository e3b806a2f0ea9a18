/** Implements F3, N8. What PostgreSQL's own copy of the tz database says. */
import type { Sql } from '../database.js';

/** Minutes east of Greenwich, for each instant asked about. */
export type ZoneOffsets = ReadonlyMap<string, readonly number[]>;

/** @returns entries of the zones that the server knows */
export async function readZoneOffsets(
  sql: Sql,
  zones: readonly string[],
  instants: readonly Date[],
): Promise<ZoneOffsets> {
  const rows = await sql.query<{ name: string; offsets: number[] }>(
    // Asking for a zone that does not exist is an error: the join leaves those out.
    `SELECT z.name, array_agg(extract(epoch FROM (i.at AT TIME ZONE z.name) - (i.at AT TIME ZONE 'UTC'))::int / 60 ORDER BY i.n) AS offsets
       FROM pg_timezone_names z CROSS JOIN unnest($2::timestamptz[]) WITH ORDINALITY AS i(at, n)
      WHERE z.name = ANY($1::text[])
      GROUP BY z.name`,
    [zones, instants],
  );
  return new Map(rows.map(({ name, offsets }) => [name, offsets]));
}

import type pg from 'pg';

/** Written with every notification; none of them may grow with the number of those that were ever sent. */
const HOT_TABLES = [
  'delivery_queue',
  'outbox',
  'delivery_figure',
  'figure_summary',
  'channel_state',
  'provider_call_window',
];

export interface TableStanding {
  readonly kilobytes: number;
  readonly live: number;
  readonly dead: number;
}

/** With their indexes; `live` and `dead` as the server estimates them. */
export async function standingsOfHotTables(database: pg.Client): Promise<Record<string, TableStanding>> {
  const { rows } = await database.query<{ name: string } & TableStanding>(
    `SELECT relname AS name, (pg_total_relation_size(relid) / 1024)::int AS kilobytes, n_live_tup::int AS live, n_dead_tup::int AS dead
       FROM pg_stat_user_tables WHERE relname = ANY($1::text[]) ORDER BY relname`,
    [HOT_TABLES],
  );
  return Object.fromEntries(rows.map(({ name, ...standing }) => [name, standing]));
}

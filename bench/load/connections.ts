import type pg from 'pg';

/** Of the database, by the name that its clients give themselves. */
export async function connectionsByClient(database: pg.Client): Promise<Record<string, { connections: number }>> {
  const { rows } = await database.query<{ name: string; connections: number }>(
    `SELECT application_name AS name, count(*)::int AS connections FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid() GROUP BY application_name ORDER BY application_name`,
  );
  return Object.fromEntries(rows.map(({ name, connections }) => [name, { connections }]));
}

import type pg from 'pg';

/** What PostgreSQL has spent most of its time on, as `pg_stat_statements` has it. */
export interface StatementCost {
  /** Milliseconds, of all calls. */
  readonly total: number;
  readonly calls: number;
  /** Microseconds of a call. */
  readonly each: number;
  readonly rows: number;
  /** Its beginning, on one line. */
  readonly statement: string;
}

const MOST = 15;
const SHOWN = 110;

export async function forgetStatements(server: pg.Client): Promise<void> {
  await server.query('SELECT pg_stat_statements_reset()');
}

/** Most expensive first. */
export async function costliestStatements(server: pg.Client, databaseUrl: string): Promise<StatementCost[]> {
  const { rows } = await server.query<StatementCost>(
    `SELECT round(total_exec_time)::int AS total, calls::int, round(mean_exec_time * 1000)::int AS each, rows::int,
            left(regexp_replace(query, '\\s+', ' ', 'g'), $2) AS statement
       FROM pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid
      WHERE d.datname = $1 ORDER BY total_exec_time DESC LIMIT $3`,
    [new URL(databaseUrl).pathname.slice(1), SHOWN, MOST],
  );
  return rows;
}

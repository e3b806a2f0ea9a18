import type pg from 'pg';

/** What PostgreSQL is to be started with. https://www.postgresql.org/docs/current/pgstatstatements.html */
export const STATEMENT_STATISTICS = { shared_preload_libraries: 'pg_stat_statements' } as const;

/** All runs so far of the statement that claims what is due. */
export interface ClaimRuns {
  readonly runs: number;
  readonly milliseconds: number;
  readonly rows: number;
}

export async function openStatementStatistics(database: pg.Client): Promise<void> {
  await database.query('CREATE EXTENSION IF NOT EXISTS pg_stat_statements');
  await database.query('SELECT pg_stat_statements_reset()');
}

/** Statistics have the statement without its constants. */
export async function readClaimRuns(database: pg.Client): Promise<ClaimRuns> {
  const { rows } = await database.query<ClaimRuns>(
    `SELECT coalesce(sum(calls), 0)::int AS runs, coalesce(sum(total_exec_time), 0)::float8 AS milliseconds, coalesce(sum(rows), 0)::int AS rows
       FROM pg_stat_statements WHERE query LIKE '%claim_no = claim_no + %due_at <=%'`,
  );
  const [row] = rows;
  if (row === undefined) throw new Error('There are no statistics of statements.');
  return row;
}

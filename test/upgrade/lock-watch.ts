import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

/** A statement that stood behind a migration. */
export interface LockWait {
  /** Of its session, as PostgreSQL knows it: the app. */
  readonly app: string;
  /** Its beginning. */
  readonly statement: string;
  /** Milliseconds, as last seen. */
  readonly waited: number;
}

interface SeenWait extends LockWait {
  readonly pid: number;
  readonly since: Date;
}

const LOOK_EVERY_MS = 20;
/** Whoever waits behind somebody who waits for the migration's lock, or for whom the migration itself waits, counts too. */
const WAITS_BEHIND_MIGRATION = `
  SELECT l.pid, l.waitstart AS since, a.application_name AS app, left(regexp_replace(a.query, '\\s+', ' ', 'g'), 90) AS statement,
         (extract(epoch FROM clock_timestamp() - l.waitstart) * 1000)::float8 AS waited
    FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
   WHERE NOT l.granted AND l.waitstart IS NOT NULL AND a.application_name <> 'db:migrate'
     AND EXISTS (SELECT FROM unnest(pg_blocking_pids(l.pid)) AS b (pid) JOIN pg_stat_activity m ON m.pid = b.pid
                  WHERE m.application_name = 'db:migrate')`;

/** Watches, while a migration runs, who waits behind it. @returns each wait once, the longest first */
export async function watchLocks(databaseUrl: string, migration: Promise<unknown>): Promise<LockWait[]> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'lock-watch' });
  await client.connect();
  const waits = new Map<string, SeenWait>();
  const over = new AbortController();
  const end = migration.finally(() => over.abort());
  // Its failure is thrown below; meanwhile it is not an unhandled one.
  end.catch(() => undefined);
  try {
    while (!over.signal.aborted) {
      const { rows } = await client.query<SeenWait>(WAITS_BEHIND_MIGRATION);
      for (const row of rows) waits.set(`${row.pid} ${row.since.toISOString()}`, row);
      await sleep(LOOK_EVERY_MS);
    }
    await end;
  } finally {
    await client.end();
  }
  return [...waits.values()].sort((a, b) => b.waited - a.waited);
}

import type { Database, Sql } from '#database';

/** The rows of every table, as PostgreSQL writes them down. */
export type Backup = ReadonlyMap<string, readonly string[]>;

/**
 * An ordinary backup: what `pg_dump` would write without the schema of the keys. Embedded PostgreSQL has no such program, so the rows are read as
 * text, which loses nothing.
 */
export async function takeBackup(database: Database): Promise<Backup> {
  return database.transaction(async (sql) => {
    await sql.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ');
    const backup = new Map<string, readonly string[]>();
    for (const table of await tablesOf(sql)) {
      const rows = await sql.query<{ row: string }>(`SELECT t::text AS row FROM ${table} t`);
      backup.set(
        table,
        rows.map(({ row }) => row),
      );
    }
    return backup;
  });
}

/** Puts every table back to what it was. The keys stay as they are: they are not part of it. */
export async function restoreBackup(database: Database, backup: Backup): Promise<void> {
  await database.transaction(async (sql) => {
    await sql.query(`TRUNCATE ${[...backup.keys()].join(', ')}`);
    for (const [table, rows] of backup) {
      await sql.query(`INSERT INTO ${table} SELECT (r::${table}).* FROM unnest($1::text[]) AS r`, [rows]);
    }
  });
}

/** Partitions are read and written through their tables. */
async function tablesOf(sql: Sql): Promise<string[]> {
  const rows = await sql.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
        AND c.relname <> 'schema_migration' ORDER BY 1`,
  );
  return rows.map(({ name }) => name);
}

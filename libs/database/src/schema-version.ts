import type { Database } from './database.js';

/** The newest migration this code was written for; `migrations/` must agree (tested). */
export const EXPECTED_MIGRATION = 'TraceContext1764820000000';

/** @returns undefined when the schema fits the code, else what to do about it */
export async function schemaFault(database: Database): Promise<string | undefined> {
  const [table] = await database.query<{ exists: boolean }>(
    `SELECT to_regclass('schema_migration') IS NOT NULL AS exists`,
  );
  const applied =
    table?.exists === true &&
    (await database.query(`SELECT 1 FROM schema_migration WHERE name = $1`, [EXPECTED_MIGRATION])).length > 0;
  return applied ? undefined : `migration ${EXPECTED_MIGRATION} is missing: run npm run db:migrate`;
}

/** At the end of a migration's name: milliseconds since 1970. */
const TIMESTAMP_DIGITS = 13;

/**
 * Migrations of a later release that the schema has. This code works with them: a release adds first, and takes away only what no release before it
 * uses, so that old and new run beside each other. A release that breaks this rule says that older apps have to be stopped (decision 0010).
 */
export async function migrationsAhead(database: Database): Promise<string[]> {
  const [table] = await database.query<{ exists: boolean }>(
    `SELECT to_regclass('schema_migration') IS NOT NULL AS exists`,
  );
  if (table?.exists !== true) return [];
  const rows = await database.query<{ name: string }>(
    `SELECT name FROM schema_migration WHERE "timestamp" > $1 ORDER BY "timestamp"`,
    [EXPECTED_MIGRATION.slice(-TIMESTAMP_DIGITS)],
  );
  return rows.map(({ name }) => name);
}

/** @returns undefined when customers' keys can be kept in `database`, else what to do about it */
export async function vaultFault(database: Database): Promise<string | undefined> {
  const [table] = await database.query<{ exists: boolean }>(
    `SELECT to_regclass('vault.recipient_key') IS NOT NULL AND to_regclass('vault.erasure') IS NOT NULL AS exists`,
  );
  return table?.exists === true ? undefined : 'the key database lacks a table: run npm run db:migrate';
}

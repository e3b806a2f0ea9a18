import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database, EXPECTED_MIGRATION, createDataSource, vaultFault } from '#database';
import { SystemClock, createLogger } from '#runtime';
import type { DataSource } from 'typeorm';
import { MIGRATIONS } from '../../migrations/index.js';
import { KEY_DATABASE } from '../../migrations/key-vault.js';
import { createEmptyDatabase } from '../database.js';

describe('the schema', () => {
  let empty: Awaited<ReturnType<typeof createEmptyDatabase>>;
  let source: DataSource;
  beforeAll(async () => {
    empty = await createEmptyDatabase();
    source = await createDataSource(empty.url, 2).setOptions({ migrations: MIGRATIONS }).initialize();
  });
  afterAll(async () => {
    await source.destroy();
    await empty.drop();
  });

  const objects = () =>
    source.query<unknown[]>(
      `SELECT table_schema, table_name, column_name, data_type, is_nullable, column_default, character_maximum_length
         FROM information_schema.columns
        WHERE table_schema IN ('public', 'vault') AND table_name <> 'schema_migration' ORDER BY 1, 2, 3`,
    );

  it('is migrated up, down and up again, and is the same afterwards', async () => {
    await source.runMigrations({ transaction: 'each' });
    const first = await objects();
    expect(first.length).toBeGreaterThan(50);
    for (let left = MIGRATIONS.length; left > 0; left--) await source.undoLastMigration({ transaction: 'each' });
    expect(await objects()).toEqual([]);
    await source.runMigrations({ transaction: 'each' });
    expect(await objects()).toEqual(first);
  });

  it('is what the entities say', async () => {
    const { upQueries } = await source.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
  });

  it('keeps keys in another database where one is named, and says so while it cannot', async () => {
    const other = await createEmptyDatabase();
    const keys = new Database(createDataSource(other.url, 1), createLogger('test', 'silent'), new SystemClock());
    try {
      expect(await vaultFault(keys)).toContain('npm run db:migrate');
      for (const statement of [...KEY_DATABASE, ...KEY_DATABASE]) await keys.query(statement);
      expect(await vaultFault(keys)).toBeUndefined();
    } finally {
      await keys.close();
      await other.drop();
    }
  });

  it('is the one that apps wait for', () => {
    expect(MIGRATIONS.at(-1)?.name).toBe(EXPECTED_MIGRATION);
  });
});

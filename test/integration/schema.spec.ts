import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database, EXPECTED_MIGRATION, createDataSource, vaultFault } from '#database';
import { SystemClock, createLogger } from '#runtime';
import type { DataSource } from 'typeorm';
import { InboxPositions1764700000000 } from '../../migrations/1764700000000-inbox-positions.js';
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

  it('F8 gives what waits a new place in its inbox, and counts what is unread, where positions were reserved at dispatch', async () => {
    const undone = MIGRATIONS.length - MIGRATIONS.indexOf(InboxPositions1764700000000);
    const undo = async () => {
      for (let left = undone; left > 0; left--) await source.undoLastMigration({ transaction: 'each' });
    };
    const inbox = () =>
      source.query<unknown[]>(
        `SELECT order_id AS message, inbox_seq::int AS seq FROM notification_log ORDER BY order_id`,
      );
    const counters = () =>
      source.query<unknown[]>(`SELECT to_jsonb(c) AS counter FROM inbox_counter c ORDER BY user_id`);
    await undo();
    await source.query(
      `INSERT INTO notification_log (id, order_event_id, order_id, user_id, notification_type, channel, status, inbox_seq, read_at, archived_at, created_at)
       VALUES (gen_random_uuid(), gen_random_uuid(), 'archived', 'ana', 'delivered', 'in_app', 'delivered', 1, NULL, now(), now()),
              (gen_random_uuid(), gen_random_uuid(), 'failed', 'ana', 'delivered', 'in_app', 'failed', 4, NULL, NULL, now()),
              (gen_random_uuid(), gen_random_uuid(), 'read', 'ana', 'delivered', 'in_app', 'delivered', 2, now(), NULL, now()),
              (gen_random_uuid(), gen_random_uuid(), 'unread', 'ana', 'delivered', 'in_app', 'sent', 3, NULL, NULL, now())`,
    );
    await source.query(`INSERT INTO inbox_counter (user_id, last_seq) VALUES ('ana', 4), ('bob', 1)`);

    await source.runMigrations({ transaction: 'each' });
    const arrived = [
      { message: 'archived', seq: 1 },
      { message: 'failed', seq: null },
      { message: 'read', seq: 2 },
      { message: 'unread', seq: 3 },
    ];
    expect(await inbox()).toEqual(arrived);
    expect(await counters()).toEqual([
      { counter: { user_id: 'ana', last_seq: 4, unread: 1 } },
      { counter: { user_id: 'bob', last_seq: 1, unread: 0 } },
    ]);

    await undo();
    expect(await inbox()).toEqual(arrived.map((row) => (row.seq === null ? { ...row, seq: 5 } : row)));
    expect(await counters()).toEqual([
      { counter: { user_id: 'ana', last_seq: 5 } },
      { counter: { user_id: 'bob', last_seq: 1 } },
    ]);
    await source.runMigrations({ transaction: 'each' });
    await source.query(`TRUNCATE notification_log, inbox_counter`);
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

/** Connections to PostgreSQL that end in the worst moment, as they do when it restarts or fails over. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Database, DatabaseUnavailableError } from '#database';
import { type TestDatabase, createTestDatabase } from '../database.js';
import { eventually } from '../system/eventually.js';

describe('a connection that ends', () => {
  let test: TestDatabase;
  let database: Database;

  beforeAll(async () => {
    test = await createTestDatabase();
    database = test.database;
    await database.query('CREATE TABLE note (text text)');
  }, 30_000);

  afterAll(() => test.drop());

  /** Ends the connections to this database that are in such a state; never the one that asks. */
  const end = (state: 'active' | 'idle' | 'idle in transaction') =>
    database.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid() AND state = $1`,
      [state],
    );
  const notes = () => database.query('SELECT text FROM note');

  it('between two statements of a transaction is an outage, and nothing of it stays', async () => {
    const interrupted = database.transaction(async (sql) => {
      await sql.query(`INSERT INTO note VALUES ('first')`);
      while ((await end('idle in transaction')).length > 0);
      await sql.query(`INSERT INTO note VALUES ('second')`);
    });
    await expect(interrupted).rejects.toThrow(DatabaseUnavailableError);
    expect(await notes()).toEqual([]);
  }, 20_000);

  it('in the middle of a statement is an outage', async () => {
    const interrupted = expect(database.query('SELECT pg_sleep(30)')).rejects.toThrow(DatabaseUnavailableError);
    let ended: unknown[] = [];
    while (ended.length === 0) ended = await end('active');
    await interrupted;
    await eventually(() => database.query('SELECT 1'));
  }, 20_000);

  it('while nobody uses it does no harm', async () => {
    // Of the connections that ended before, the pool may not know yet.
    await eventually(() => Promise.all([1, 2].map(() => database.query('SELECT pg_sleep(0.1)'))));
    expect(await end('idle')).not.toEqual([]);
    for (let n = 0; n < 4; n++) expect(await notes()).toEqual([]);
  }, 20_000);

  it('and leaves the pool whole', async () => {
    const atOnce = Array.from({ length: 20 }, () => database.transaction((sql) => sql.query('SELECT 1 AS one')));
    expect(await Promise.all(atOnce)).toEqual(Array.from({ length: 20 }, () => [{ one: 1 }]));
  }, 20_000);
});

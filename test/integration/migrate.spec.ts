/** `npm run db:migrate` as a process, on tables that somebody uses. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createDataSource } from '#database';
import pg from 'pg';
import { InboxPositions1764700000000 } from '../../migrations/1764700000000-inbox-positions.js';
import { MIGRATIONS } from '../../migrations/index.js';
import { developmentSettings } from '../../infra/development-settings.js';
import { createEmptyDatabase } from '../database.js';
import { AppProcess } from '../system/app-process.js';
import { watchLocks } from '../upgrade/lock-watch.js';

/** Of a customer's transaction that is in the migration's way. */
const HELD_MS = 3_000;
/** A migration waits for a lock for half a second. */
const LONGEST_WAIT_MS = 1_500;

describe('a migration of a table that is in use', () => {
  let empty: Awaited<ReturnType<typeof createEmptyDatabase>>;
  const clients: pg.Client[] = [];

  beforeAll(async () => {
    empty = await createEmptyDatabase();
    const source = await createDataSource(empty.url, 1).setOptions({ migrations: MIGRATIONS }).initialize();
    await source.runMigrations({ transaction: 'each' });
    const undone = MIGRATIONS.length - MIGRATIONS.indexOf(InboxPositions1764700000000);
    for (let left = undone; left > 0; left--) await source.undoLastMigration({ transaction: 'each' });
    await source.destroy();
  }, 60_000);

  afterAll(async () => {
    await Promise.all(clients.map((client) => client.end()));
    await empty.drop();
  });

  const connect = async () => {
    const client = new pg.Client({ connectionString: empty.url });
    await client.connect();
    clients.push(client);
    return client;
  };

  it('N9 holds nobody up for longer than a moment, and is done once it can be', async () => {
    const [holder, other] = [await connect(), await connect()];
    await holder.query('BEGIN');
    await holder.query('SELECT count(*) FROM inbox_counter');
    const migrate = await AppProcess.start('migrations/migrate.ts', {
      ...developmentSettings(),
      DATABASE_URL: empty.url,
    });
    // What the test of upgrades watches a migration with.
    const waits = watchLocks(empty.url, migrate.exit());

    let longest = 0;
    let heldUntil: number | undefined;
    while (heldUntil === undefined || performance.now() < heldUntil) {
      const asked = performance.now();
      await other.query(`INSERT INTO inbox_counter (user_id, last_seq) VALUES ('ana', 1) ON CONFLICT DO NOTHING`);
      longest = Math.max(longest, performance.now() - asked);
      // From when the migration first was in somebody's way.
      if (migrate.printed.some((line) => line.includes('in use'))) heldUntil ??= performance.now() + HELD_MS;
      if (!migrate.isRunning) break;
    }
    expect(migrate.isRunning).toBe(true);
    expect(longest).toBeLessThan(LONGEST_WAIT_MS);

    await holder.query('COMMIT');
    expect(await migrate.exit()).toBe(0);
    expect(migrate.printed.at(-1)).toContain('Applied: InboxPositions1764700000000');
    const [worst] = await waits;
    expect(worst).toEqual({ ...worst, statement: expect.stringContaining('INSERT INTO inbox_counter') });
    expect(worst?.waited).toBeLessThan(LONGEST_WAIT_MS);
  }, 60_000);
});

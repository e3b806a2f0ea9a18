/**
 * Implements N9. `npm run db:migrate`: brings the schema to the newest version and makes partitions ahead, while apps work. `-- --down` takes the
 * last step back.
 */
import 'reflect-metadata';
import { setTimeout as delay } from 'node:timers/promises';
import { Database, createDataSource, databaseSettings, ensurePartitions, openWithin, sqlState } from '#database';
import { type CommandSettings, SystemClock, commandSettings, createLogger, loadSettings } from '#runtime';
import type { DataSource } from 'typeorm';
import { MIGRATIONS } from './index.js';
import { KEY_DATABASE } from './key-vault.js';

/**
 * Whoever waits for a lock on a table holds up everybody who asks for that table after it. So a migration gives up soon, takes back what it has
 * done, and begins again a little later; those before it are committed.
 */
const LOCKED_WITHIN_MS = 500;
const AGAIN_AFTER_MS = 1_000;
const MOST_TRIES = 40;
const LOCK_NOT_AVAILABLE = '55P03';

async function main(): Promise<void> {
  const { command, database: settings } = loadSettings({ command: commandSettings, database: databaseSettings });
  const source = createMigrationSource(settings.url);
  const clock = new SystemClock();
  const database = new Database(source, createLogger('db:migrate', 'info'), clock);
  await openWithin(database, command);
  try {
    if (process.argv.includes('--down')) {
      await untilUnlocked(() => source.undoLastMigration({ transaction: 'each' }));
      console.log('The last migration was taken back.');
    } else {
      const before = new Set(await namesOfApplied(source));
      await untilUnlocked(() => source.runMigrations({ transaction: 'each' }));
      const applied = (await namesOfApplied(source)).filter((name) => !before.has(name));
      console.log(applied.length === 0 ? 'The schema is up to date.' : `Applied: ${applied.join(', ')}`);
      await untilUnlocked(() => ensurePartitions(database, clock.now()));
      if (settings.keyUrl !== settings.url) await createKeyVault(settings.keyUrl, command);
    }
  } finally {
    await database.close();
  }
}

function createMigrationSource(url: string): DataSource {
  const source = createDataSource(url, 2, 'db:migrate');
  const extra = { ...(source.options.extra as object), lock_timeout: LOCKED_WITHIN_MS };
  return source.setOptions({ migrations: MIGRATIONS, extra });
}

/** What may be begun again. @throws Error when a table is in use for a minute */
async function untilUnlocked(work: () => Promise<unknown>): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await work();
      return;
    } catch (error) {
      if (sqlState(error) !== LOCK_NOT_AVAILABLE) throw error;
      if (tries === MOST_TRIES) {
        throw new Error('A table that a migration changes is in use all the time: see pg_stat_activity', {
          cause: error,
        });
      }
      console.log('A table that a migration changes is in use; trying again.');
      await delay(AGAIN_AFTER_MS);
    }
  }
}

async function namesOfApplied(source: DataSource): Promise<string[]> {
  const [table] = await source.query<{ there: boolean }[]>(
    `SELECT to_regclass('schema_migration') IS NOT NULL AS there`,
  );
  if (table?.there !== true) return [];
  const rows = await source.query<{ name: string }[]>('SELECT name FROM schema_migration ORDER BY "timestamp"');
  return rows.map(({ name }) => name);
}

/** The key database holds nothing else of ours, so it has no migrations of its own. */
async function createKeyVault(url: string, command: CommandSettings): Promise<void> {
  const database = new Database(
    createDataSource(url, 1, 'db:migrate'),
    createLogger('db:migrate', 'info'),
    new SystemClock(),
  );
  await openWithin(database, command, 'KEY_DATABASE_URL');
  try {
    for (const statement of KEY_DATABASE) await database.query(statement);
  } finally {
    await database.close();
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});

/** `npm run db:migrate`: brings the schema to the newest version and makes partitions ahead. `-- --down` takes the last step back. */
import 'reflect-metadata';
import { Database, createDataSource, databaseSettings, ensurePartitions } from '#database';
import { SystemClock, createLogger, loadSettings } from '#runtime';
import { MIGRATIONS } from './index.js';
import { KEY_DATABASE } from './key-vault.js';

async function main(): Promise<void> {
  const { database: settings } = loadSettings({ database: databaseSettings });
  const source = createDataSource(settings.url, 2, 'db:migrate').setOptions({ migrations: MIGRATIONS });
  const clock = new SystemClock();
  const database = new Database(source, createLogger('db:migrate', 'info'), clock);
  await database.open();
  try {
    if (process.argv.includes('--down')) {
      await source.undoLastMigration({ transaction: 'each' });
      console.log('The last migration was taken back.');
    } else {
      const applied = await source.runMigrations({ transaction: 'each' });
      await ensurePartitions(database, clock.now());
      if (settings.keyUrl !== settings.url) await createKeyVault(settings.keyUrl);
      console.log(
        applied.length === 0 ? 'The schema is up to date.' : `Applied: ${applied.map((m) => m.name).join(', ')}`,
      );
    }
  } finally {
    await database.close();
  }
}

/** The key database holds nothing else of ours, so it has no migrations of its own. */
async function createKeyVault(url: string): Promise<void> {
  const database = new Database(
    createDataSource(url, 1, 'db:migrate'),
    createLogger('db:migrate', 'info'),
    new SystemClock(),
  );
  await database.open();
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

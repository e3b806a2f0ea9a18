import { randomUUID } from 'node:crypto';
import { Database, EXPECTED_MIGRATION, createDataSource, ensurePartitions } from '#database';
import { SystemClock, createLogger } from '#runtime';
import { MIGRATIONS } from '../migrations/index.js';
import { findFigureFaults } from './system/figure-faults.js';
import { findInboxFaults } from './system/inbox-faults.js';

/** One for each version of the schema: the server may be older than this run. Lower case, as PostgreSQL keeps it. */
const TEMPLATE = `template_${EXPECTED_MIGRATION.toLowerCase()}`;
/** Any number; every test process asks for the same one before it makes the template. */
const TEMPLATE_LOCK = 730_144_900;

export interface TestDatabase {
  readonly url: string;
  readonly database: Database;
  /** A test that writes or deletes rows behind the back of those who count them says so here. */
  doNotCheckFigures(): void;
  /**
   * @param now by the clock of those who count; default: this machine's
   * @throws Error when figures, or counters of inboxes, disagree with the rows they count
   */
  drop(now?: Date): Promise<void>;
}

/** A migrated database of this test's own, copied from a template that the first to need it makes. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await onServer(async (server) => {
    await makeTemplate(server);
    await server.query(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`);
  });
  const database = connect(urlOf(name), 4);
  await database.open();
  let checksFigures = true;
  return {
    url: urlOf(name),
    database,
    doNotCheckFigures: () => {
      checksFigures = false;
    },
    drop: async (now) => {
      try {
        if (checksFigures) await expectCountsToAgree(database, now);
      } finally {
        await database.close();
        await onServer((server) => server.query(`DROP DATABASE ${name} WITH (FORCE)`));
      }
    },
  };
}

async function expectCountsToAgree(database: Database, now?: Date): Promise<void> {
  const faults = [...(await findFigureFaults(database, now)), ...(await findInboxFaults(database))];
  if (faults.length > 0) throw new Error(`Counts disagree with the rows they count:\n${faults.join('\n')}`);
}

/** An empty database without any table, for tests of the migrations themselves. */
export async function createEmptyDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await onServer((server) => server.query(`CREATE DATABASE ${name}`));
  return {
    url: urlOf(name),
    drop: () => onServer((server) => server.query(`DROP DATABASE ${name} WITH (FORCE)`)).then(() => undefined),
  };
}

/** The lock lasts as long as the connection; copying a template fails while anybody is connected to it. */
async function makeTemplate(server: Database): Promise<void> {
  await server.query(`SELECT pg_advisory_lock($1)`, [TEMPLATE_LOCK]);
  const existing = await server.query(`SELECT 1 FROM pg_database WHERE datname = $1`, [TEMPLATE]);
  if (existing.length > 0) return;
  const draft = `${TEMPLATE}_draft`;
  await server.query(`DROP DATABASE IF EXISTS ${draft}`);
  await server.query(`CREATE DATABASE ${draft}`);
  await migrate(urlOf(draft));
  await server.query(`ALTER DATABASE ${draft} RENAME TO ${TEMPLATE}`);
}

async function migrate(url: string): Promise<void> {
  const database = connect(url, 2);
  await database.open();
  try {
    await database.dataSource.runMigrations({ transaction: 'each' });
    await ensurePartitions(database, new Date());
  } finally {
    await database.close();
  }
}

/** One connection only, so that the session's lock belongs to all its statements. */
async function onServer<T>(work: (server: Database) => Promise<T>): Promise<T> {
  const server = connect(serverUrl(), 1);
  await server.open();
  try {
    return await work(server);
  } finally {
    await server.close();
  }
}

function connect(url: string, poolSize: number): Database {
  const source = createDataSource(url, poolSize, 'tests').setOptions({ migrations: MIGRATIONS });
  return new Database(source, createLogger('tests', 'silent'), new SystemClock());
}

function serverUrl(): string {
  const url = process.env['DATABASE_URL'];
  if (url === undefined) throw new Error('DATABASE_URL is not set: run the tests with npm test');
  return url;
}

function urlOf(name: string): string {
  const url = new URL(serverUrl());
  url.pathname = `/${name}`;
  return url.toString();
}

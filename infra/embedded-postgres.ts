import { chown, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { createOnce, START_ANEW } from './data-folder.js';
import { LauncherError } from './launcher.error.js';
import { createFolderFor, findPostgres, homeOf, type PostgresHome } from './postgres-binaries.js';
import { logTail, type ProcessSupervisor } from './process-supervisor.js';

/** Where and how to run the server. */
export interface EmbeddedPostgresOptions {
  readonly supervisor: ProcessSupervisor;
  /** Its data; kept between starts. */
  readonly folder: string;
  readonly logsFolder: string;
  readonly port: number;
  /** Forget the data of earlier starts. */
  readonly fresh: boolean;
  /** Whether a commit survives a power cut; tests do without, and are faster. */
  readonly durable: boolean;
  /** Settings of the server beside those. Default: none. */
  readonly serverSettings?: Readonly<Record<string, string>> | undefined;
  /** Holds `initdb` and `postgres` of a server to be started instead of the embedded one. */
  readonly binFolder?: string;
}

/** Public, as everything in development is: the server listens on loopback only. */
const OWNER = { user: 'notifications', password: 'development', database: 'notifications' } as const;
const READY_WITHIN_MS = 60_000;
const POLL_MS = 100;

/**
 * Starts a real PostgreSQL that listens on loopback only, with one empty database or the one of the last start. Its owner
 * is a superuser, so that tests can make databases of their own.
 * @returns its connection string, once it answers
 */
export async function startPostgres(options: EmbeddedPostgresOptions): Promise<string> {
  const home = await (options.binFolder === undefined
    ? findPostgres(options.folder)
    : homeOf(options.binFolder, options.folder));
  if (options.fresh) await rm(home.folder, { recursive: true, force: true });
  await createOnce(home.folder, 'cluster', (partial) => initialise(options, home, partial));
  const logFile = join(options.logsFolder, 'postgres.log');
  options.supervisor.start({
    ...program(home, 'postgres', serverArguments(options, home)),
    name: 'PostgreSQL',
    layer: 'service',
    // A fast shutdown: SIGTERM would wait until every client has left.
    stopSignal: 'SIGINT',
    logFile,
    advice: START_ANEW,
  });
  await options.supervisor.untilFailure(untilAnswering(options.port, logFile));
  await createDatabase(options.port);
  return connectionString(options.port, OWNER.database);
}

async function initialise(options: EmbeddedPostgresOptions, home: PostgresHome, folder: string): Promise<void> {
  const passwordFile = join(folder, 'password');
  await writeFile(passwordFile, OWNER.password, { mode: 0o600 });
  if (home.account) await chown(passwordFile, home.account.uid, home.account.gid);
  const dataFolder = join(folder, 'data');
  await createFolderFor(home.account, dataFolder);
  const args = [
    `--pgdata=${dataFolder}`,
    `--username=${OWNER.user}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
  ];
  if (!options.durable) args.push('--no-sync');
  await options.supervisor.run({
    ...program(home, 'initdb', [...args, '--encoding=UTF8', '--no-locale']),
    name: 'Creating the database cluster',
    logFile: join(options.logsFolder, 'postgres-init.log'),
  });
  await rm(passwordFile);
}

function serverArguments(options: EmbeddedPostgresOptions, home: PostgresHome): string[] {
  const settings = {
    listen_addresses: '127.0.0.1',
    port: options.port,
    unix_socket_directories: '',
    max_connections: 200,
    ...(options.durable ? {} : { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' }),
    ...options.serverSettings,
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return ['-D', join(home.folder, 'data'), ...flags];
}

function program({ binFolder, account }: PostgresHome, name: 'initdb' | 'postgres', args: readonly string[]) {
  // LC_ALL: the locale of the person who starts it may not be installed.
  return {
    command: join(binFolder, name),
    args,
    env: { ...process.env, LC_ALL: 'C' },
    ...(account ? { account } : {}),
  };
}

async function untilAnswering(port: number, logFile: string): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  while (!(await answers(port))) {
    if (Date.now() > deadline) {
      throw new LauncherError(`PostgreSQL does not answer after ${READY_WITHIN_MS / 1_000} s.`, logTail(logFile));
    }
    await sleep(POLL_MS);
  }
}

async function answers(port: number): Promise<boolean> {
  try {
    await withClient(port, (client) => client.query('SELECT 1'));
    return true;
  } catch {
    // Not yet: the caller decides how long that is acceptable.
    return false;
  }
}

async function createDatabase(port: number): Promise<void> {
  await withClient(port, async (client) => {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [OWNER.database]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${OWNER.database}`);
  });
}

async function withClient<T>(port: number, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: connectionString(port, 'postgres') });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function connectionString(port: number, database: string): string {
  return `postgres://${OWNER.user}:${OWNER.password}@127.0.0.1:${port}/${database}`;
}

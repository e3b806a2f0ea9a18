/**
 * `npm run bench:analytics`: how long operators wait for figures, and customer service for a search, with ten million notifications and
 * ninety days of figures on this machine. The preferences API runs as a process of its own; requests come one after another, each
 * window in turns with the others. Prints the table and writes it to `bench/results/analytics.json`; the data is deleted afterwards.
 * `-- --notifications N` (default 10000000), `-- --rounds N` (default 40). Exit 1 where a 95th percentile reaches 100 ms.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Database, RecipientKeys, createDataSource } from '#database';
import { keyringSchema } from '#privacy';
import { SystemClock, createLogger } from '#runtime';
import { signAccessToken } from '../infra/access-token.js';
import { dataRoot, prepareFolder } from '../infra/data-folder.js';
import { developmentSettings } from '../infra/development-settings.js';
import { startPostgres } from '../infra/embedded-postgres.js';
import { PortPicker } from '../infra/free-port.js';
import { describeError } from '../infra/launcher.error.js';
import { ProcessSupervisor } from '../infra/process-supervisor.js';
import { MIGRATIONS } from '../migrations/index.js';
import { orderId, seedEvents, seedFigures, seedNotifications, seedQueue, userId } from './analytics/seed.js';
import { type Latencies, describeLatencies } from './latencies.js';

const RESULTS = join(import.meta.dirname, 'results');
const MOST_MS = 100;
const WARM_UP_ROUNDS = 5;
/** In the queue, as before the morning. */
const WAITING = 20_000;
const HOUR = 3_600_000;
const WINDOWS = { '15m': HOUR / 4, '1h': HOUR, '24h': 24 * HOUR, '7d': 7 * 24 * HOUR, '90d': 90 * 24 * HOUR } as const;
const BASE = '/api/v2/notifications';
/** Somebody looks at it all the while. */
const STREAM = `${BASE}/analytics/stream`;

type Ask = (path: string) => Promise<Response>;

async function main(): Promise<boolean> {
  const { values } = parseArgs({
    options: { notifications: { type: 'string', default: '10000000' }, rounds: { type: 'string', default: '40' } },
  });
  const folder = prepareFolder(join(dataRoot, 'bench-analytics'));
  const supervisor = await ProcessSupervisor.open(folder);
  try {
    return await supervisor.untilFailure(run(supervisor, folder, Number(values.notifications), Number(values.rounds)));
  } finally {
    await supervisor.stop();
    await rm(join(folder, 'postgres'), { recursive: true, force: true });
  }
}

async function run(supervisor: ProcessSupervisor, folder: string, count: number, rounds: number): Promise<boolean> {
  const ports = new PortPicker();
  const where = { folder: join(folder, 'postgres'), logsFolder: folder, port: await ports.pick() };
  const databaseUrl = await startPostgres({ supervisor, ...where, fresh: true, durable: false });
  const settings = developmentSettings();
  const { searched, ...seeded } = await seed(databaseUrl, count, settings);
  const env = { ...settings, DATABASE_URL: databaseUrl, KAFKA_BROKERS: '127.0.0.1:1', LOG_LEVEL: 'warn' };
  const url = await startApi(supervisor, folder, env, await ports.pick());
  const ask = await asker(url, env);
  const leaving = new AbortController();
  void listen(url, env, leaving.signal);
  const latencies = await measure(ask, requests(searched), rounds);
  leaving.abort();
  latencies['first event of the stream'] = await measureStream(url, env, Math.min(rounds, 20));
  return report({ notifications: count, ...seeded, rounds }, latencies);
}

async function seed(url: string, count: number, env: Record<string, string>) {
  const source = createDataSource(url, 2, 'bench').setOptions({ migrations: MIGRATIONS });
  const database = new Database(source, createLogger('bench', 'silent'), new SystemClock());
  const begun = performance.now();
  try {
    await database.open();
    await source.runMigrations({ transaction: 'each' });
    const orders = await seedNotifications(database, count, new Date());
    const keys = new RecipientKeys(database, keyringSchema.parse(env['PII_KEYRING']), new SystemClock());
    const searched = await seedEvents(database, keys, orders);
    await seedQueue(database, WAITING, new Date());
    await seedFigures(database, new Date());
    const [size] = await database.query<{ rows: string; gigabytes: number }>(
      `SELECT (SELECT count(*) FROM figure_summary) AS rows, round(pg_database_size(current_database()) / 1e9, 1)::float8 AS gigabytes`,
    );
    const seconds = Math.round((performance.now() - begun) / 1_000);
    console.log(
      `Seeded in ${seconds} s: ${count} notifications, ${size?.rows} rows of figures, ${size?.gigabytes} GB.`,
    );
    return { searched, orders, figures: Number(size?.rows), gigabytes: size?.gigabytes ?? 0 };
  } finally {
    await database.close();
  }
}

async function startApi(supervisor: ProcessSupervisor, folder: string, env: Record<string, string>, port: number) {
  const args = [
    ...['--conditions', 'source', '--import', './test/system/run-from-source.js'],
    'apps/preferences-api/src/main.ts',
  ];
  supervisor.start({
    ...{ name: 'preferences-api', command: process.execPath, args, logFile: join(folder, 'preferences-api.log') },
    env: { ...process.env, ...env, PORT: String(port) },
  });
  const url = `http://127.0.0.1:${port}`;
  while (!(await isAlive(url))) await delay(200);
  return url;
}

/** Not ready: there is no broker, and none is needed. */
async function isAlive(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}${BASE}/preferences`)).status === 401;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

/** Each request is somebody else's, so that nobody meets a rate limit. */
async function asker(url: string, env: Record<string, string>): Promise<Ask> {
  const people = Array.from({ length: 50 }, (_, i) => i);
  const tokens = await Promise.all(
    people.map((i) => signAccessToken(env, { subject: `operator-${i}`, scope: 'notifications:ops' })),
  );
  let asked = 0;
  return async (path) => {
    asked += 1;
    const response = await fetch(url + path, { headers: { authorization: `Bearer ${tokens[asked % tokens.length]}` } });
    if (response.status !== 200) throw new Error(`GET ${path}: ${response.status} ${await response.text()}`);
    return response;
  };
}

function requests(orders: readonly number[]): Readonly<Record<string, () => string>> {
  const order = () => orders[Math.floor(Math.random() * orders.length)] ?? 0;
  const windows = Object.entries(WINDOWS).map(([name, ms]) => [
    `analytics, ${name}`,
    () => `${BASE}/analytics?from=${new Date(Date.now() - ms).toISOString()}`,
  ]);
  return {
    ...(Object.fromEntries(windows) as Record<string, () => string>),
    'delivery rate, 1h': () => `${BASE}/analytics/delivery-rate`,
    'delivery rate, 90d': () => `${BASE}/analytics/delivery-rate?window=90d`,
    'search by order': () => `${BASE}?orderId=${orderId(order())}`,
    'search by customer': () => `${BASE}?userId=${userId(order())}`,
  };
}

async function measure(ask: Ask, paths: ReturnType<typeof requests>, rounds: number) {
  const samples: Record<string, number[]> = Object.fromEntries(Object.keys(paths).map((name) => [name, []]));
  for (let round = -WARM_UP_ROUNDS; round < rounds; round += 1) {
    for (const [name, path] of Object.entries(paths)) {
      const begun = performance.now();
      await (await ask(path())).text();
      if (round >= 0) samples[name]?.push(performance.now() - begun);
    }
  }
  return Object.fromEntries(Object.entries(samples).map(([name, all]) => [name, describeLatencies(all)]));
}

async function listen(url: string, env: Record<string, string>, signal: AbortSignal): Promise<void> {
  const response = await openStream(url, env, signal);
  await response.text().catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}

/** From the request to the first figures, which nobody has asked for before. */
async function measureStream(url: string, env: Record<string, string>, rounds: number): Promise<Latencies> {
  const samples: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    // Until those of the last round are too old to be told again.
    await delay(1_200);
    const leaving = new AbortController();
    const begun = performance.now();
    const response = await openStream(url, env, leaving.signal);
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) {
      if (!decoder.decode(chunk as Uint8Array).includes('event: figures')) continue;
      samples.push(performance.now() - begun);
      break;
    }
    leaving.abort();
  }
  return describeLatencies(samples);
}

async function openStream(url: string, env: Record<string, string>, signal: AbortSignal): Promise<Response> {
  const token = await signAccessToken(env, { subject: 'listener', scope: 'notifications:ops' });
  return fetch(url + STREAM, { headers: { authorization: `Bearer ${token}` }, signal });
}

function report(load: object, latencies: Readonly<Record<string, Latencies>>): boolean {
  console.table(latencies);
  const machine = { cpu: cpus()[0]?.model.trim() ?? 'unknown', cores: cpus().length, node: process.version };
  mkdirSync(RESULTS, { recursive: true });
  const result = { at: new Date().toISOString(), machine, load, milliseconds: latencies };
  writeFileSync(join(RESULTS, 'analytics.json'), `${JSON.stringify(result, null, 2)}\n`);
  const slow = Object.entries(latencies).filter(([, { p95 }]) => p95 >= MOST_MS);
  for (const [name, { p95 }] of slow) console.error(`${name}: 95 % within ${p95} ms, at most ${MOST_MS} are allowed.`);
  return slow.length === 0;
}

try {
  process.exit((await main()) ? 0 : 1);
} catch (error) {
  console.error(describeError(error));
  process.exit(1);
}

/**
 * `npm run bench:api`: how long customers wait for their preferences while the pipeline runs, everything on this machine. Requests come at a
 * fixed rate, two reads to one change; the same ones go to a bare Nest route, in turns, so that both meet the same machine. Prints the tables and
 * writes them to `bench/results/api.json`. `-- --rate N` (requests a second, default 300), `-- --seconds N` (of each target, default 20),
 * `-- --orders N` (order events a second meanwhile, default 50).
 *
 * A change that meets a send to the same customer under way waits a second on purpose (SD-14); `max` may show one.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DEFAULT_PREFERENCES } from '#contracts';
import pg from 'pg';
import { Pool } from 'undici';
import { NODE_ARGUMENTS } from '../infra/applications.js';
import { signAccessToken } from '../infra/access-token.js';
import { dataRoot } from '../infra/data-folder.js';
import { describeError } from '../infra/launcher.error.js';
import { type RunningSystem, startSystem } from '../infra/system.js';
import { type Latencies, describeLatencies, median, round } from './latencies.js';
import { type Sample, openLoop } from './open-loop.js';
import { publishOrders } from './order-stream.js';

const PATH = '/api/v2/notifications/preferences';
const RESULTS = join(import.meta.dirname, 'results');
const OPERATIONS = ['GET', 'PUT'] as const;
/** As many as make no one reach the rate limit of a customer, which stays as it is. */
const CUSTOMERS = 5_000;
/** Shares no factor with CUSTOMERS: everybody comes once before anybody comes again. */
const STRIDE = 1_009;
const ROUNDS = 4;
const WARM_UP_SECONDS = 5;
/** More than ever wait at once: a request shall not wait in the client for a connection. */
const CONNECTIONS = 128;

type Operation = (typeof OPERATIONS)[number];
type Samples = readonly Sample<Operation>[];
type Send = (number: number) => Promise<Operation>;
type Targets<T> = Readonly<Record<'api' | 'bare', T>>;

interface Load {
  readonly rate: number;
  readonly seconds: number;
  readonly orders: number;
}

const customer = (number: number): string => `bench-${(number * STRIDE) % CUSTOMERS}`;

async function main(): Promise<void> {
  const load = parseLoad();
  const system = await startSystem({ folder: join(dataRoot, 'bench'), fresh: true });
  const bare = fork(join(import.meta.dirname, 'bare-nest.ts'), { execArgv: [...NODE_ARGUMENTS, ...process.execArgv] });
  try {
    const bareUrl = await system.untilFailure(addressOf(bare));
    const tokens = await tokensOf(system.env);
    const send = { api: sender(system.urls['preferences-api'], tokens), bare: sender(bareUrl, tokens) };
    const { samples, published } = await system.untilFailure(
      whilePipelineRuns(system, load, () => measure(send, load)),
    );
    report(load, samples, { published, sent: await notificationsSent(system.databaseUrl) });
  } finally {
    bare.kill();
    await system.stop();
  }
}

/** @throws Error when it ends before it has told its address */
async function addressOf(bare: ChildProcess): Promise<string> {
  const ended = once(bare, 'exit').then(([code]) => {
    throw new Error(`The bare Nest application ended (exit code ${code}).`);
  });
  const [url] = (await Promise.race([once(bare, 'message'), ended])) as [string];
  return url;
}

function parseLoad(): Load {
  const { values } = parseArgs({
    options: {
      rate: { type: 'string', default: '300' },
      seconds: { type: 'string', default: '20' },
      orders: { type: 'string', default: '50' },
    },
  });
  return { rate: Number(values.rate), seconds: Number(values.seconds), orders: Number(values.orders) };
}

async function tokensOf(env: RunningSystem['env']): Promise<ReadonlyMap<string, string>> {
  const signed = Array.from({ length: CUSTOMERS }, async (_, i) => {
    const subject = customer(i);
    return [subject, await signAccessToken(env, { subject })] as const;
  });
  return new Map(await Promise.all(signed));
}

/** Sends request `number`, the same one to any target; every third is a change. */
function sender(url: string, tokens: ReadonlyMap<string, string>): Send {
  const pool = new Pool(url.replace('localhost', '127.0.0.1'), { connections: CONNECTIONS });
  return async (number) => {
    const operation = number % 3 === 2 ? 'PUT' : 'GET';
    const authorization = `Bearer ${tokens.get(customer(number)) ?? ''}`;
    const request =
      operation === 'GET'
        ? { headers: { authorization } }
        : { headers: { authorization, 'content-type': 'application/json' }, body: preferencesOf(number) };
    const { statusCode, body } = await pool.request({ method: operation, path: PATH, ...request });
    if (statusCode !== 200) throw new Error(`${operation} ${url}${PATH}: ${statusCode} ${await body.text()}`);
    await body.dump();
    return operation;
  };
}

/** Differs from the ones before, and leaves on what the pipeline is to send. */
function preferencesOf(number: number): string {
  const quietHours = { enabled: true, start: `2${number % 4}:${10 + (number % 50)}`, end: '08:00' };
  return JSON.stringify({ ...DEFAULT_PREFERENCES, quietHours, types: { delivered: { enabled: number % 2 === 0 } } });
}

async function whilePipelineRuns<T>(system: RunningSystem, { orders }: Load, work: () => Promise<T>) {
  const stop = new AbortController();
  const stream = { brokers: system.kafkaBrokers, perSecond: orders, customerOf: customer };
  const [samples, published] = await Promise.all([
    work().finally(() => stop.abort()),
    publishOrders(stream, stop.signal),
  ]);
  return { samples, published };
}

async function measure(send: Targets<Send>, { rate, seconds }: Load): Promise<Targets<Samples>> {
  const run = (target: keyof Targets<Send>, first: number, forSeconds: number): Promise<Sample<Operation>[]> =>
    openLoop({ perSecond: rate, first, count: Math.round(rate * forSeconds) }, send[target]);
  await run('api', 0, WARM_UP_SECONDS);
  await run('bare', 0, WARM_UP_SECONDS);
  const samples: Record<keyof Targets<Send>, Sample<Operation>[]> = { api: [], bare: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    const first = rate * WARM_UP_SECONDS + samples.api.length;
    samples.api.push(...(await run('api', first, seconds / ROUNDS)));
    samples.bare.push(...(await run('bare', first, seconds / ROUNDS)));
  }
  return samples;
}

async function notificationsSent(databaseUrl: string): Promise<number | undefined> {
  const database = new pg.Client({ connectionString: databaseUrl });
  await database.connect();
  try {
    const { rows } = await database.query<{ sent: number }>(
      `SELECT count(*)::int AS sent FROM notification_log WHERE sent_at IS NOT NULL`,
    );
    return rows[0]?.sent;
  } finally {
    await database.end();
  }
}

function report(
  load: Load,
  samples: Targets<Samples>,
  pipeline: { published: number; sent: number | undefined },
): void {
  const latencies = Object.fromEntries(
    OPERATIONS.flatMap((operation): [string, Latencies][] => [
      [`${operation} preferences`, describeLatencies(times(samples.api, operation, 'sinceDue'))],
      [`${operation} bare Nest route`, describeLatencies(times(samples.bare, operation, 'sinceDue'))],
    ]),
  );
  const ratios = Object.fromEntries(OPERATIONS.map((operation) => [operation, ratioOfMedians(samples, operation)]));
  console.log('Milliseconds from when a request was due:');
  console.table(latencies);
  console.log('Medians, preferences to bare Nest route. The first counts the lateness of the client’s timer in both:');
  console.table(ratios);
  console.log(`Meanwhile: ${pipeline.published} order events, ${pipeline.sent ?? 0} notifications sent.`);
  const machine = { cpu: cpus()[0]?.model, cores: cpus().length, node: process.version };
  const results = { at: new Date().toISOString(), machine, load, pipeline, latencies, ratios };
  mkdirSync(RESULTS, { recursive: true });
  writeFileSync(join(RESULTS, 'api.json'), `${JSON.stringify(results, null, 2)}\n`);
}

function ratioOfMedians({ api, bare }: Targets<Samples>, operation: Operation) {
  const ratio = (since: 'sinceDue' | 'sinceSent'): number =>
    round(median(times(api, operation, since)) / median(times(bare, operation, since)));
  return { sinceDue: ratio('sinceDue'), sinceSent: ratio('sinceSent') };
}

function times(samples: Samples, operation: Operation, since: 'sinceDue' | 'sinceSent'): number[] {
  return samples.filter((sample) => sample.operation === operation).map((sample) => sample[since]);
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(describeError(error));
    process.exit(1);
  },
);

/**
 * What a part of the product adds to the cost of a notification. A process takes the same orders through dispatch and delivery on PostgreSQL and to a
 * stand-in for SendGrid, with the part and without it, round by round in turns. Its modules are swapped as they are loaded for what can do without:
 * two processes alike differ by a tenth, as their code happens to be compiled, so that it must be the same one. Kafka is left out, which would make the
 * share smaller. Prints the table and writes it to `bench/results`. Where `control` strays from 1, the machine is too busy, and there is no result.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { dataRoot, prepareFolder } from '../infra/data-folder.js';
import { startPostgres } from '../infra/embedded-postgres.js';
import { PortPicker } from '../infra/free-port.js';
import { ProcessSupervisor } from '../infra/process-supervisor.js';
import { median, round } from './latencies.js';
import type { Order, Taken } from './in-turns/orders.js';
import { type Verdict, verdictOn } from './in-turns/verdict.js';

const RESULTS = join(import.meta.dirname, 'results');
const WARM_UP_ROUNDS = 5;
/** `control` is without the part, too: how far its ratio is from 1 is what this machine's noise makes of no difference at all. */
const MODES = ['with', 'without', 'control'] as const;

type Mode = (typeof MODES)[number];
type Runs = Readonly<Record<Mode, Taken>>;

type Cost = (taken: Taken) => number;

/** A busy machine makes time of little worth; processor time is nobody else's. */
const COSTS = {
  time: ({ milliseconds }) => milliseconds,
  cpu: ({ cpuMilliseconds, databaseCpuMilliseconds }) => cpuMilliseconds + databaseCpuMilliseconds,
  'own cpu': ({ cpuMilliseconds }) => cpuMilliseconds,
} as const satisfies Record<string, Cost>;

export interface Comparison {
  /** Of the folder with what takes the part's place, and of the results. */
  readonly name: string;
  readonly with: string;
  readonly without: string;
  /** In that folder; for `node --import`. */
  readonly hooks: string;
  /** Whether the part was at work. A hook that swaps nothing would measure no difference, and be believed. */
  readonly isWith: (taken: Taken) => boolean;
  /** What the part promises to stay under: the time with it, divided by the time without. */
  readonly most: number;
}

/**
 * `-- --rounds N` (default 40), `-- --customers N` (new ones in each round, default 60).
 * @returns of its promise
 */
export async function compareInTurns(comparison: Comparison): Promise<Verdict> {
  const { values } = parseArgs({
    options: { rounds: { type: 'string', default: '40' }, customers: { type: 'string', default: '60' } },
  });
  const [rounds, customers] = [Number(values.rounds), Number(values.customers)];
  const folder = prepareFolder(join(dataRoot, `bench-${comparison.name}`));
  const supervisor = await ProcessSupervisor.open(folder);
  const port = await new PortPicker().pick();
  const where = { folder: join(folder, 'postgres'), logsFolder: folder, port };
  const databaseUrl = await startPostgres({ supervisor, ...where, fresh: true, durable: true });
  const env = { DATABASE_URL: databaseUrl, SENDGRID_BASE_URL: await acceptEverything() };
  try {
    const taker = await start(comparison, env);
    for (let warmUp = 0; warmUp < WARM_UP_ROUNDS; warmUp += 1) await inTurns(comparison, taker, customers, MODES);
    const runs: Runs[] = [];
    // Who goes first takes turns, too.
    while (runs.length < rounds) runs.push(await inTurns(comparison, taker, customers, rotated(runs.length)));
    await ended(taker);
    return report(comparison, runs, customers);
  } finally {
    await supervisor.stop();
  }
}

/** @returns the address of a server that takes every email */
async function acceptEverything(): Promise<string> {
  let taken = 0;
  const server = createServer((request, response) => {
    request.resume().once('end', () => response.writeHead(202, { 'x-message-id': `message-${(taken += 1)}` }).end());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function start({ name, hooks }: Comparison, env: Readonly<Record<string, string>>): Promise<ChildProcess> {
  const swapping = ['--import', pathToFileURL(join(import.meta.dirname, name, hooks)).href];
  const taker = fork(join(import.meta.dirname, 'in-turns', 'orders.ts'), {
    execArgv: [...process.execArgv, ...swapping],
    env: { ...process.env, ...env },
  });
  await answer(taker);
  return taker;
}

/** @throws Error when it ends instead */
async function answer(taker: ChildProcess): Promise<unknown> {
  const heard = new AbortController();
  const ending = once(taker, 'exit', { signal: heard.signal }).then(([code]) => {
    throw new Error(`A process of the bench ended (exit code ${code}).`);
  });
  try {
    const [message] = (await Promise.race([once(taker, 'message', { signal: heard.signal }), ending])) as [unknown];
    return message;
  } finally {
    heard.abort();
  }
}

async function ended(taker: ChildProcess): Promise<void> {
  if (taker.exitCode !== null) return;
  const exit = once(taker, 'exit');
  taker.disconnect();
  await exit;
}

async function inTurns(
  comparison: Comparison,
  taker: ChildProcess,
  customers: number,
  modes: readonly Mode[],
): Promise<Runs> {
  const runs: Partial<Record<Mode, Taken>> = {};
  for (const mode of modes) {
    const order: Order = { customers, isWith: mode === 'with' };
    taker.send(order);
    const taken = (await answer(taker)) as Taken;
    if (comparison.isWith(taken) !== order.isWith) throw new Error(`The orders were not taken ${mode}.`);
    runs[mode] = taken;
  }
  return runs as Runs;
}

function report(comparison: Comparison, runs: readonly Runs[], customers: number): Verdict {
  const names: Readonly<Record<Mode, string>> = { ...comparison, control: 'control' };
  const perNotification = (mode: Mode, cost: Cost) =>
    round((1_000 * median(runs.map((run) => cost(run[mode])))) / (runs[0]?.[mode].notifications ?? Number.NaN));
  const ratiosOf = (mode: 'with' | 'control', cost: Cost) =>
    runs.map((run) =>
      mode === 'with'
        ? cost(run.with) / mean(cost(run.without), cost(run.control))
        : cost(run.control) / cost(run.without),
    );
  const table = Object.fromEntries(
    MODES.map((mode) => [names[mode], mapped(COSTS, (cost) => perNotification(mode, cost))]),
  );
  const ratios = Object.fromEntries(
    (['with', 'control'] as const).flatMap((mode) =>
      Object.entries(COSTS).map(([name, cost]) => [`${names[mode]}, ${name}`, spread(ratiosOf(mode, cost))]),
    ),
  );
  console.log(
    'Microseconds for each notification, dispatch and delivery; `cpu` is that of our process and of PostgreSQL:',
  );
  console.table(table);
  console.log(
    `Ratios round by round: ${comparison.with} to the mean of both without, control to ${comparison.without}:`,
  );
  console.table(ratios);
  const times = { with: ratiosOf('with', COSTS.time), control: ratiosOf('control', COSTS.time) };
  const verdict = verdictOn(times, comparison.most);
  console.log(`Under ${comparison.most} by time: ${verdict}.`);
  const machine = { cpu: cpus()[0]?.model, cores: cpus().length, node: process.version };
  const load = { rounds: runs.length, customers, notifications: runs[0]?.with.notifications };
  mkdirSync(RESULTS, { recursive: true });
  const results = { at: new Date().toISOString(), machine, load, microseconds: table, ratios, verdict };
  writeFileSync(join(RESULTS, `${comparison.name}.json`), `${JSON.stringify(results, null, 2)}\n`);
  return verdict;
}

const mean = (a: number, b: number): number => (a + b) / 2;

const rotated = (by: number): Mode[] => MODES.map((_, index) => MODES[(index + by) % MODES.length] ?? 'with');

function mapped<T, R>(values: Readonly<Record<string, T>>, map: (value: T) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, map(value)]));
}

function spread(values: readonly number[]) {
  return { least: round(Math.min(...values)), median: round(median(values)), most: round(Math.max(...values)) };
}

/**
 * `tsx -C source bench/sealing.ts`: what sealing adds to the cost of a notification. Processes take the same orders through dispatch and
 * delivery on one PostgreSQL and to one stand-in for SendGrid, one as it is, the others with sealing and keys taken out as its modules are
 * loaded; round by round in turns, so that all meet the same machine. Kafka is left out, which would make the share smaller. Prints the
 * table and writes it to `bench/results/sealing.json`. Where `control` strays from 1, the machine is too busy for a result.
 * `-- --rounds N` (default 15), `-- --customers N` (new ones in each round, default 100). Exit 1 above 10 %.
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
import { describeError } from '../infra/launcher.error.js';
import { ProcessSupervisor } from '../infra/process-supervisor.js';
import { median, round } from './latencies.js';
import type { Taken } from './sealing/orders.js';

const RESULTS = join(import.meta.dirname, 'results');
const WARM_UP_ROUNDS = 3;
/** "Under 10 % of the cost of a notification." */
const MOST = 1.1;
/** `control` is unsealed, too: how far its ratio is from 1 is what this machine's noise makes of no difference at all. */
const MODES = ['sealed', 'unsealed', 'control'] as const;

type Mode = (typeof MODES)[number];
type Runs = Readonly<Record<Mode, Taken>>;

async function main(): Promise<boolean> {
  const { values } = parseArgs({
    options: { rounds: { type: 'string', default: '15' }, customers: { type: 'string', default: '100' } },
  });
  const [rounds, customers] = [Number(values.rounds), Number(values.customers)];
  const folder = prepareFolder(join(dataRoot, 'bench-sealing'));
  const supervisor = await ProcessSupervisor.open(folder);
  const port = await new PortPicker().pick();
  const where = { folder: join(folder, 'postgres'), logsFolder: folder, port };
  const databaseUrl = await startPostgres({ supervisor, ...where, fresh: true, durable: true });
  const env = { DATABASE_URL: databaseUrl, SENDGRID_BASE_URL: await acceptEverything() };
  const takers = {
    sealed: await start('sealed', env),
    unsealed: await start('unsealed', env),
    control: await start('control', env),
  };
  try {
    for (let warmUp = 0; warmUp < WARM_UP_ROUNDS; warmUp += 1) await inTurns(takers, customers, MODES);
    const runs: Runs[] = [];
    while (runs.length < rounds) {
      // Who goes first takes turns, too.
      runs.push(await inTurns(takers, customers, rotated(runs.length)));
    }
    return report(runs, customers);
  } finally {
    for (const taker of Object.values(takers)) await ended(taker);
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

/** One after the other: the second child finds the template of the database that the first has made. */
async function start(mode: Mode, env: Readonly<Record<string, string>>): Promise<ChildProcess> {
  const hooks = pathToFileURL(join(import.meta.dirname, 'sealing', 'unsealed.js')).href;
  const taker = fork(join(import.meta.dirname, 'sealing', 'orders.ts'), {
    execArgv: [...process.execArgv, ...(mode !== 'sealed' ? ['--import', hooks] : [])],
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
  takers: Readonly<Record<Mode, ChildProcess>>,
  customers: number,
  order: readonly Mode[],
): Promise<Runs> {
  const runs: Partial<Record<Mode, Taken>> = {};
  for (const mode of order) {
    takers[mode].send(customers);
    const taken = (await answer(takers[mode])) as Taken;
    // A hook that swaps nothing would measure no difference, and be believed.
    if (taken.readable !== (mode !== 'sealed')) throw new Error(`What was stored is not ${mode}.`);
    runs[mode] = taken;
  }
  return runs as Runs;
}

/** @returns whether sealing is as cheap as promised */
function report(runs: readonly Runs[], customers: number): boolean {
  const perNotification = (mode: Mode, what: 'milliseconds' | 'cpuMilliseconds') =>
    round((1_000 * median(runs.map((run) => run[mode][what]))) / (runs[0]?.[mode].notifications ?? Number.NaN));
  const table = Object.fromEntries(
    MODES.map((mode) => [
      mode,
      { time: perNotification(mode, 'milliseconds'), cpu: perNotification(mode, 'cpuMilliseconds') },
    ]),
  );
  const ratios = {
    'sealed, time': spread(runs.map(({ sealed, unsealed }) => sealed.milliseconds / unsealed.milliseconds)),
    'sealed, cpu': spread(runs.map(({ sealed, unsealed }) => sealed.cpuMilliseconds / unsealed.cpuMilliseconds)),
    'control, time': spread(runs.map(({ control, unsealed }) => control.milliseconds / unsealed.milliseconds)),
    'control, cpu': spread(runs.map(({ control, unsealed }) => control.cpuMilliseconds / unsealed.cpuMilliseconds)),
  };
  console.log('Microseconds for each notification, dispatch and delivery; `cpu` is that of our process:');
  console.table(table);
  console.log('Ratios to unsealed, round by round:');
  console.table(ratios);
  const machine = { cpu: cpus()[0]?.model, cores: cpus().length, node: process.version };
  const load = { rounds: runs.length, customers, notifications: runs[0]?.sealed.notifications };
  mkdirSync(RESULTS, { recursive: true });
  const results = { at: new Date().toISOString(), machine, load, microseconds: table, ratios };
  writeFileSync(join(RESULTS, 'sealing.json'), `${JSON.stringify(results, null, 2)}\n`);
  return ratios['sealed, time'].median < MOST;
}

const rotated = (by: number): Mode[] => MODES.map((_, index) => MODES[(index + by) % MODES.length] ?? 'sealed');

function spread(values: readonly number[]) {
  return { least: round(Math.min(...values)), median: round(median(values)), most: round(Math.max(...values)) };
}

main().then(
  (isCheap) => process.exit(isCheap ? 0 : 1),
  (error: unknown) => {
    console.error(describeError(error));
    process.exit(1);
  },
);

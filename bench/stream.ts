/**
 * `npm run bench -- stream`: the in-app stream under load, everything on this machine: one real in-app worker, real PostgreSQL and Kafka, and in
 * processes of their own the devices and whoever stands in for the dispatcher. Rows are made at a fixed rate, nudged, claimed, settled, published live,
 * loaded, rendered, given and acknowledged. Three scenarios, one after the other, judged by comparing what every device was given with the rows:
 * `steady`: all connected. `storm`: all connections are cut in the same moment and come back, each within 1.5 s at its first attempt. `rolling`: of two replicas, one after the other is replaced.
 *
 * Latency is from the commit of a row's arrival, as PostgreSQL recorded it, to the device's reading of the message, by one clock.
 *
 * `-- --connections N` (default 10,000), `--rate N` (messages a second, default 1,000), `--seconds N` (default 60), `--scenarios a,b`, `--profile` (of the
 * worker's processor time, into the data folder). Prints tables and writes `bench/results/stream.json`. Exit 1 when a message is lost, repeated or out of
 * order, when a device is not back within a minute, and, at the default load or more, when the 95th percentile of `steady` is 100 ms or more.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { LauncherError, describeError } from '../infra/launcher.error.js';
import { round } from './latencies.js';
import type { CrowdTasks } from './stream/crowd.js';
import { customersOf } from './stream/customers.js';
import { Helper } from './stream/helper.js';
import {
  type Cast,
  type Load,
  type Outcome,
  SCENARIOS,
  type ScenarioName,
  untilAllUpToDate,
} from './stream/scenarios.js';
import { Stage, requireDescriptors } from './stream/stage.js';
import type { TrafficTasks } from './stream/traffic.js';

interface Options extends Load {
  readonly scenarios: readonly ScenarioName[];
  readonly profile: boolean;
}

type Outcomes = Partial<Record<ScenarioName, Outcome>>;

const RESULTS = join(import.meta.dirname, 'results');
const HELPERS = join(import.meta.dirname, 'stream');
/** A quiet opening, for the memory: what a storm costs is another scenario. */
const OPENED_PER_SECOND = 500;
const OPENED_WITHIN_MS = 60_000;
/** For garbage to go. */
const SETTLE_MS = 10_000;
const KIBIBYTE = 1_024;

async function main(): Promise<boolean> {
  const { scenarios, profile, ...load } = parseOptions();
  requireDescriptors(load.connections);
  const stage = await Stage.open(profile);
  const crowd = Helper.start<CrowdTasks>('crowd', join(HELPERS, 'crowd.ts'), stage.env);
  const traffic = Helper.start<TrafficTasks>('traffic', join(HELPERS, 'traffic.ts'), stage.env);
  try {
    const replica = await stage.addReplica();
    const cast: Cast = { stage, crowd, traffic, replicas: [replica], load, say };
    await stage.untilFailure(traffic.ask('prepare', customersOf(load.connections)));
    const memory = await stage.untilFailure(fill(cast));
    const outcomes: Outcomes = {};
    try {
      for (const name of scenarios) {
        say(name);
        outcomes[name] = await stage.untilFailure(SCENARIOS[name](cast));
      }
    } finally {
      report(load, memory, outcomes);
    }
    return Object.values(outcomes).every(({ complaints }) => complaints.length === 0);
  } finally {
    await Promise.all([crowd.end(), traffic.end()]);
    await stage.close();
  }
}

/** @throws LauncherError for a scenario there is not */
function parseOptions(): Options {
  const { values } = parseArgs({
    options: {
      connections: { type: 'string', default: '10000' },
      rate: { type: 'string', default: '1000' },
      seconds: { type: 'string', default: '60' },
      scenarios: { type: 'string', default: Object.keys(SCENARIOS).join(',') },
      profile: { type: 'boolean', default: false },
    },
  });
  const { connections, rate, seconds, profile } = values;
  const scenarios = values.scenarios.split(',').map((name) => {
    if (!(name in SCENARIOS)) throw new LauncherError(`There is no scenario ${name}.`, Object.keys(SCENARIOS));
    return name as ScenarioName;
  });
  return { connections: Number(connections), rate: Number(rate), seconds: Number(seconds), scenarios, profile };
}

/** Connects everybody. @returns what that costs the worker */
async function fill(cast: Cast) {
  const { crowd, load, replicas } = cast;
  const addresses = replicas.map(({ address }) => address);
  const empty = await memoryOf(cast);
  await crowd.ask('open', { devices: load.connections, addresses, perSecond: OPENED_PER_SECOND });
  await untilAllUpToDate(cast, OPENED_WITHIN_MS);
  await delay(SETTLE_MS);
  const full = await memoryOf(cast);
  const perConnection = (name: keyof typeof full) => round((full[name] - empty[name]) / KIBIBYTE / load.connections);
  return {
    empty,
    full,
    'KiB per connection': perConnection('residentBytes'),
    'of it heap': perConnection('heapBytes'),
  };
}

async function memoryOf({ replicas }: Cast) {
  const [replica] = replicas;
  if (replica === undefined) throw new Error('There is no replica.');
  const { residentBytes, heapBytes } = await replica.figures();
  return { residentBytes, heapBytes };
}

/** Also where a scenario came to nothing: of those before it. */
function report(load: Load, memory: Awaited<ReturnType<typeof fill>>, outcomes: Outcomes): void {
  const all = Object.entries(outcomes);
  console.log('Milliseconds:');
  console.table(
    Object.fromEntries(
      all.flatMap(([name, { latencies, absences }]) => [
        ...Object.entries(latencies).map(([what, figures]) => [`${name}, ${what}`, figures]),
        ...(absences === undefined ? [] : [[`${name}, away`, absences]]),
      ]),
    ),
  );
  console.log('Busy processor cores:');
  console.table(Object.fromEntries(all.map(([name, { cores }]) => [name, cores])));
  console.log('What devices were given, against the rows:');
  console.table(Object.fromEntries(all.map(([name, { faults }]) => [name, faults])));
  console.log(`Memory of the worker: ${memory['KiB per connection']} KiB a connection.`);
  const complaints = all.flatMap(([name, { complaints }]) => complaints.map((one) => `${name}: ${one}`));
  for (const complaint of complaints) console.log(complaint);
  const machine = { cpu: cpus()[0]?.model, cores: cpus().length, node: process.version };
  mkdirSync(RESULTS, { recursive: true });
  const results = { at: new Date().toISOString(), machine, load, memory, ...outcomes };
  writeFileSync(join(RESULTS, 'stream.json'), `${JSON.stringify(results, null, 2)}\n`);
}

const startedAt = Date.now();

function say(line: string): void {
  console.log(`  ${String(Math.round((Date.now() - startedAt) / 1_000)).padStart(4)} s  ${line}`);
}

main().then(
  (isGood) => process.exit(isGood ? 0 : 1),
  (error: unknown) => {
    console.error(describeError(error));
    process.exit(1);
  },
);

/**
 * `npm run bench -- idle`: what the system takes while it has nothing to do. Each app's time from the start of its process until it is ready,
 * started alone, so that they do not compete (median of three); then all of them, started and left alone for 150 s, for a minute without any
 * event: the share of a processor, the connections to PostgreSQL and the memory of each. Prints the tables and writes them to
 * `bench/results/idle.json`. `-- --seconds N` (default 60), `-- --starts N` (default 3), `-- --settle N` (default 150 s), `-- --profile`: each app
 * writes a profile of its processor time to `.data/bench-idle/profiles` as it ends.
 * Exit 1 where a start takes two seconds, or our apps three hundredths of a processor.
 */
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { dataRoot, prepareFolder } from '../infra/data-folder.js';
import { median, round } from './latencies.js';
import type { App } from './load/app.js';
import { connectionsByClient } from './load/connections.js';
import { ALL_APPS, type LoadSystem } from './load/load-system.js';
import { below, report } from './load/report.js';
import { runScenario } from './load/scenario.js';
import { vitalsOf } from './load/vitals.js';

const START_BELOW_MS = 2_000;
const CPU_BELOW_PERCENT = 3;
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    starts: { type: 'string', default: '3' },
    // Connections are made, the day's upkeep is done (after half a minute), and V8 has given back what the start needed (`--trace-gc`: two
    // collections "to reduce", about a minute after the start, of up to 30 ms each).
    settle: { type: 'string', default: '150' },
    profile: { type: 'boolean', default: false },
  },
});
const [seconds, starts, settle] = [Number(values.seconds), Number(values.starts), Number(values.settle)];
const profiling = ['--cpu-prof', `--cpu-prof-dir=${join(dataRoot, 'bench-idle', 'profiles')}`];

async function measureStarts(apps: readonly App[]): Promise<Record<string, number[]>> {
  const milliseconds: Record<string, number[]> = {};
  for (const app of starts > 0 ? apps : []) {
    const own: number[] = [];
    for (let start = 0; start < starts; start += 1) {
      own.push(Math.round(await app.start()));
      await app.end();
    }
    milliseconds[app.place.app] = own;
  }
  return milliseconds;
}

interface Share {
  readonly 'cpu %': number;
}

async function measureRest(system: LoadSystem): Promise<Record<string, Share>> {
  const [begun, before] = [performance.now(), system.cpuMilliseconds()];
  await delay(seconds * 1_000);
  const [elapsed, after] = [performance.now() - begun, system.cpuMilliseconds()];
  return Object.fromEntries(
    Object.entries(before).map(([name, spent]) => [
      name,
      { 'cpu %': round((100 * ((after[name] ?? Number.NaN) - spent)) / elapsed) },
    ]),
  );
}

await runScenario('idle', {}, async (system) => {
  prepareFolder(join(dataRoot, 'bench-idle', 'profiles'));
  const apps = await system.add(ALL_APPS, values.profile ? profiling : []);
  const sandbox = apps.find(({ place }) => place.app === 'provider-sandbox');
  await sandbox?.start();
  const ours = apps.filter((app) => app !== sandbox);
  const milliseconds = await measureStarts(ours);
  await Promise.all(ours.map((app) => app.start()));
  await delay(settle * 1_000);
  const shares = await measureRest(system);
  const connections = await connectionsByClient(system.database);
  const vitals = await vitalsOf(system);
  for (const app of ours) await app.end();
  const all = round(ours.reduce((sum, { place }) => sum + (shares[place.name]?.['cpu %'] ?? Number.NaN), 0));
  return report(system, 'idle', {
    load: { seconds, starts, settle },
    tables: {
      'Milliseconds until ready': Object.fromEntries(
        Object.entries(milliseconds).map(([name, own]) => [name, { median: median(own), each: own.join(' ') }]),
      ),
      'Idle, in hundredths of one processor': { ...shares, 'our apps together': { 'cpu %': all } },
      'Memory and connections': vitals,
      'Connections to PostgreSQL': connections,
    },
    goals: [
      ...Object.entries(milliseconds).map(([name, own]) =>
        below(`${name} is ready within ${START_BELOW_MS} ms`, median(own), START_BELOW_MS),
      ),
      below(`our apps together take less than ${CPU_BELOW_PERCENT} % of a processor`, all, CPU_BELOW_PERCENT),
    ],
  });
});

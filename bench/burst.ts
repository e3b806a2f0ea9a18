/**
 * `npm run bench -- burst`: 10,000 events published at once, after the apps have had nothing to do for ten seconds. How long each takes to be
 * with the provider or in the inbox, from the moment at which publishing began, and how many a second that is. Everything runs on this machine:
 * broker, database, sandbox, all apps; and what each of them worked for it. Prints the tables and writes them to `bench/results/burst.json`. `-- --events N` (default 10000).
 * Exit 1 where the 95th percentile is above five seconds.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { round } from './latencies.js';
import { publishBurst } from './load/burst.js';
import { atMost, report } from './load/report.js';
import { runScenario } from './load/scenario.js';

const IDLE_MS = 10_000;
const MOST_MS = 5_000;

const { values } = parseArgs({ options: { events: { type: 'string', default: '10000' } } });
const events = Number(values.events);

await runScenario('burst', {}, async (system) => {
  await system.startAll();
  await delay(IDLE_MS);
  const before = system.cpuMilliseconds();
  const times = await publishBurst(system, 'burst-', events);
  const worked = Object.entries(system.cpuMilliseconds()).map(
    ([name, after]) => [name, { seconds: round((after - (before[name] ?? Number.NaN)) / 1_000) }] as const,
  );
  return report(system, 'burst', {
    load: { events },
    tables: { 'Milliseconds from the event': times, 'Processor time': Object.fromEntries(worked) },
    goals: Object.entries(times).map(([channel, { p95 }]) =>
      atMost(`${channel}: 95 of 100 within ${MOST_MS} ms of their event`, p95, MOST_MS),
    ),
  });
});

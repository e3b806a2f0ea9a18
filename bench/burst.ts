/**
 * `npm run bench -- burst`: 10,000 events published at once, after the apps have had nothing to do for ten seconds. How long each takes to be
 * with the provider or in the inbox, from the moment at which publishing began, and how many a second that is. Everything runs on this machine:
 * broker, database, sandbox, all apps. What each of them worked for it, and what PostgreSQL logged. Prints the tables and writes them to
 * `bench/results/burst.json`. `-- --events N` (default 10000). Exit 1 where the 95th percentile is above five seconds.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { round } from './latencies.js';
import { publishBurst } from './load/burst.js';
import type { LoadSystem } from './load/load-system.js';
import { atMost, report } from './load/report.js';
import { runScenario } from './load/scenario.js';

const IDLE_MS = 10_000;
const MOST_MS = 5_000;
const KIBIBYTE = 1_024;

const { values } = parseArgs({ options: { events: { type: 'string', default: '10000' } } });
const events = Number(values.events);

/** Bytes of the write-ahead log since the server was made. */
async function logPosition({ database }: LoadSystem): Promise<number> {
  const { rows } = await database.query<{ at: number }>(`SELECT (pg_current_wal_lsn() - '0/0')::float8 AS at`);
  return rows[0]?.at ?? Number.NaN;
}

await runScenario('burst', {}, async (system) => {
  await system.startAll();
  await delay(IDLE_MS);
  const before = system.cpuMilliseconds();
  const logFrom = await logPosition(system);
  const times = await publishBurst(system, 'burst-', events);
  const worked = Object.entries(system.cpuMilliseconds()).map(
    ([name, after]) => [name, { seconds: round((after - (before[name] ?? Number.NaN)) / 1_000) }] as const,
  );
  const kibibytes = round(((await logPosition(system)) - logFrom) / KIBIBYTE / events);
  return report(system, 'burst', {
    load: { events },
    tables: {
      'Write-ahead log of an event': { PostgreSQL: { KiB: kibibytes } },
      'Milliseconds from the event': times,
      'Processor time': Object.fromEntries(worked),
    },
    goals: Object.entries(times).map(([channel, { p95 }]) =>
      atMost(`${channel}: 95 of 100 within ${MOST_MS} ms of their event`, p95, MOST_MS),
    ),
  });
});

/**
 * `npm run bench -- endurance`: a million notifications, as fast as the system takes them without a queue that grows. What each app holds after the
 * first tenth and at the end, whether the consumer groups stand, and how large the busy tables have become. Prints the tables and writes them to
 * `bench/results/endurance.json`. `-- --notifications N` (default 1000000), `-- --in-flight N` (default 2000): more are published whenever fewer
 * are under way. Exit 1 where the memory of an app has grown by more than a tenth, a consumer group lags, or work is left.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { median, round } from './latencies.js';
import { standingsOfHotTables } from './load/hot-tables.js';
import { standingsOfGroups } from './load/kafka-groups.js';
import { type LoadSystem, OUR_APPS } from './load/load-system.js';
import { SENT_PER_EVENT, Upstream, orderEvent } from './load/orders.js';
import { atMost, report } from './load/report.js';
import { runScenario } from './load/scenario.js';
import { type Vitals, vitalsOf } from './load/vitals.js';

const CUSTOMERS = 50_000;
const EVENTS_AT_ONCE = 250;
const POLL_MS = 50;
const SAMPLE_EVERY_MS = 2_000;
/** Around a moment: a single one may stand just before or after a collection of garbage. */
const SAMPLES = 5;
const FIRST_SHARE = 0.1;
const MOST_GROWTH = 1.1;
const DRAINED_WITHIN_MS = 60_000;
/** Longer than a claim's lease. */
const STUCK_AFTER_MS = 120_000;

const { values } = parseArgs({
  options: {
    notifications: { type: 'string', default: '1000000' },
    'in-flight': { type: 'string', default: '2000' },
  },
});
const [count, mostInFlight] = [Number(values.notifications), Number(values['in-flight'])];

interface Sample {
  readonly sent: number;
  readonly vitals: Readonly<Record<string, Vitals>>;
}

async function countSent({ apps }: LoadSystem): Promise<number> {
  const workers = apps.filter(({ place }) => place.app === 'email-worker' || place.app === 'in-app-worker');
  const pages = await Promise.all(workers.map((app) => app.metrics()));
  return pages.reduce((sum, page) => sum + page.sum('notification_settled_total', { status: 'sent' }), 0);
}

async function endure(system: LoadSystem): Promise<Sample[]> {
  const upstream = await Upstream.connect(system.kafkaBrokers);
  const samples: Sample[] = [];
  let published = 0;
  let sampleAt = performance.now();
  let [most, progressAt] = [0, performance.now()];
  for (let sent = 0; sent < count; sent = await countSent(system)) {
    if (sent > most) [most, progressAt] = [sent, performance.now()];
    if (performance.now() - progressAt > STUCK_AFTER_MS) throw new Error(`Nothing was sent any more after ${sent}.`);
    if (performance.now() >= sampleAt) {
      samples.push({ sent, vitals: await vitalsOf(system) });
      sampleAt = performance.now() + SAMPLE_EVERY_MS;
    }
    const isRoom = published * SENT_PER_EVENT < Math.min(count, sent + mostInFlight);
    if (isRoom) await upstream.publish(eventsFrom(published));
    if (isRoom) published += EVENTS_AT_ONCE;
    else await delay(POLL_MS);
  }
  await upstream.close();
  return samples;
}

function eventsFrom(first: number) {
  const time = new Date();
  return Array.from({ length: EVENTS_AT_ONCE }, (_, i) => {
    const number = first + i;
    return orderEvent(number, `customer-${number % CUSTOMERS}`, time);
  });
}

/** @returns what the queue still holds */
async function drained({ database }: LoadSystem): Promise<number> {
  const deadline = Date.now() + DRAINED_WITHIN_MS;
  for (;;) {
    const { rows } = await database.query<{ left: number }>('SELECT count(*)::int AS left FROM delivery_queue');
    const left = rows[0]?.left ?? 0;
    if (left === 0 || Date.now() > deadline) return left;
    await delay(1_000);
  }
}

function typical(samples: readonly Sample[], replica: string, what: keyof Vitals): number {
  return median(samples.map(({ vitals }) => vitals[replica]?.[what] ?? Number.NaN));
}

await runScenario('endurance', { settings: { DAILY_CAP: '1000000' } }, async (system) => {
  await system.startAll();
  const begun = performance.now();
  const samples = await system.steps.step(`${count} notifications`, () => endure(system));
  const perSecond = Math.round((1_000 * count) / (performance.now() - begun));
  const first = samples.filter(({ sent }) => sent >= FIRST_SHARE * count).slice(0, SAMPLES);
  const last = samples.slice(-SAMPLES);
  const left = await drained(system);
  const groups = await standingsOfGroups(system.kafkaBrokers);
  const replicas = system.apps.filter(({ place }) => OUR_APPS.includes(place.app)).map(({ place }) => place.name);
  const held = Object.fromEntries(
    replicas.flatMap((replica) =>
      (['megabytes', 'heapMegabytes', 'descriptors', 'connections'] as const).map((what) => [
        `${replica}, ${what}`,
        { 'after a tenth': typical(first, replica, what), 'at the end': typical(last, replica, what) },
      ]),
    ),
  );
  const growth = (replica: string) => {
    const row = held[`${replica}, megabytes`];
    return round((row?.['at the end'] ?? Number.NaN) / (row?.['after a tenth'] ?? Number.NaN));
  };
  return report(system, 'endurance', {
    load: { notifications: count, mostInFlight, customers: CUSTOMERS, perSecond },
    tables: {
      'What apps hold': held,
      'Consumer groups': groups,
      'Busy tables': await standingsOfHotTables(system.database),
    },
    goals: [
      ...replicas.map((replica) =>
        atMost(`memory of ${replica}, against that after a tenth`, growth(replica), MOST_GROWTH),
      ),
      ...Object.entries(groups).map(([group, { lag }]) => atMost(`lag of ${group}`, lag, 0)),
      atMost('rows left in the queue', left, 0),
    ],
  });
});

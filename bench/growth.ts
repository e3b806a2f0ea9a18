/**
 * `npm run bench -- growth`: the same bursts on an empty database and on one with a year of notifications, and how long look-ups and an inbox take
 * then. Prints the tables and writes them to `bench/results/growth.json`. `-- --notifications N` (default 10000000), `-- --events N` a burst
 * (default 10000), `-- --bursts N` (default 3, after one that warms up), `-- --look-ups N` of each kind (default 200). The data is left where it
 * is, in `.data/bench-growth`, until the next run. Exit 1 where the bursts are slower by more than a tenth, or 95 of 100 look-ups take 100 ms.
 */
import { parseArgs } from 'node:util';
import { signAccessToken } from '../infra/access-token.js';
import { orderId, userId } from './analytics/seed.js';
import { type Latencies, describeLatencies, median, round } from './latencies.js';
import { publishBursts } from './load/burst.js';
import { grow } from './load/grow.js';
import type { LoadSystem } from './load/load-system.js';
import { atLeast, below, report } from './load/report.js';
import { runScenario } from './load/scenario.js';

const LEAST_RATIO = 0.9;
const LOOK_UP_BELOW_MS = 100;
const WARM_UP_LOOK_UPS = 10;
const BASE = '/api/v2/notifications';

const { values } = parseArgs({
  options: {
    notifications: { type: 'string', default: '10000000' },
    events: { type: 'string', default: '10000' },
    bursts: { type: 'string', default: '3' },
    'look-ups': { type: 'string', default: '200' },
  },
});
const [notifications, events, bursts] = [Number(values.notifications), Number(values.events), Number(values.bursts)];
const lookUps = Number(values['look-ups']);

/** What is asked about an order of the seed, and by whom. */
interface LookUp {
  readonly path: (order: number) => string;
  readonly caller: (order: number) => { readonly subject: string; readonly scope?: string };
}

const SUPPORT = () => ({ subject: 'support-1', scope: 'notifications:support' });
const CUSTOMER = (order: number) => ({ subject: userId(order) });

const LOOK_UPS = {
  'search by order': { path: (order) => `${BASE}?orderId=${orderId(order)}`, caller: SUPPORT },
  'search by customer': { path: (order) => `${BASE}?userId=${userId(order)}`, caller: SUPPORT },
  inbox: { path: () => `${BASE}/inbox`, caller: CUSTOMER },
  'unread count': { path: () => `${BASE}/inbox/unread-count`, caller: CUSTOMER },
} as const satisfies Record<string, LookUp>;

async function measure({ apiUrl, env }: LoadSystem, orders: readonly number[], kind: LookUp): Promise<Latencies> {
  const samples: number[] = [];
  for (let i = -WARM_UP_LOOK_UPS; i < lookUps; i += 1) {
    const order = orders[Math.abs(i) % orders.length] ?? 0;
    const token = await signAccessToken(env, kind.caller(order));
    const begun = performance.now();
    const response = await fetch(apiUrl + kind.path(order), { headers: { authorization: `Bearer ${token}` } });
    const answer = await response.text();
    if (response.status !== 200) throw new Error(`GET ${kind.path(order)}: ${response.status} ${answer}`);
    if (i >= 0) samples.push(performance.now() - begun);
  }
  return describeLatencies(samples);
}

await runScenario('growth', {}, async (system) => {
  await system.startAll();
  const empty = await publishBursts(system, 'empty-', events, bursts);
  const orders = await system.steps.step(`${notifications} notifications`, () => grow(system, notifications));
  const grown = await publishBursts(system, 'grown-', events, bursts);
  const rate = (all: typeof empty, channel: string) =>
    median(all.map((times) => times[channel]?.perSecond ?? Number.NaN));
  const rates = Object.fromEntries(
    ['email', 'in_app'].map((channel) => {
      const [before, after] = [rate(empty, channel), rate(grown, channel)];
      return [channel, { 'empty, per second': before, 'grown, per second': after, ratio: round(after / before) }];
    }),
  );
  const latencies: Record<string, Latencies> = {};
  for (const [name, kind] of Object.entries(LOOK_UPS)) latencies[name] = await measure(system, orders, kind);
  const { rows } = await system.database.query<{ gigabytes: number }>(
    `SELECT round(pg_database_size(current_database()) / 1e9, 1)::float8 AS gigabytes`,
  );
  return report(system, 'growth', {
    load: { notifications, gigabytes: rows[0]?.gigabytes, events, bursts, lookUps },
    tables: { 'Notifications sent': rates, 'Look-ups, milliseconds': latencies },
    goals: [
      ...Object.entries(rates).map(([channel, { ratio }]) =>
        atLeast(`${channel}: rate, against the empty database`, ratio, LEAST_RATIO),
      ),
      ...Object.entries(latencies).map(([name, { p95 }]) =>
        below(`${name}: 95 of 100 in milliseconds`, p95, LOOK_UP_BELOW_MS),
      ),
    ],
  });
});

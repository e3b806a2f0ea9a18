/**
 * `npm run bench -- backlog`: a million notifications that are all due, as after an outage of a provider, and twenty fresh events a second while
 * the workers take them. How long fresh ones take, and what the claim of due rows costs at the beginning, in the middle and at the end. The rows
 * are written before the apps start, with sealed events, and no ANALYZE has seen them. Prints the tables and writes them to
 * `bench/results/backlog.json`. `-- --rows N` (default 1000000). Exit 1 where 95 of 100 fresh ones take longer than a minute, or where a claim
 * costs more than twice as much in the middle or at the end as at the beginning.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { RecipientKeys } from '#database';
import { keyringSchema } from '#privacy';
import { SystemClock } from '#runtime';
import { round } from './latencies.js';
import { arrivalTimes, untilArrived } from './load/arrivals.js';
import {
  type ClaimRuns,
  STATEMENT_STATISTICS,
  openStatementStatistics,
  readClaimRuns,
} from './load/claim-statement.js';
import { fillQueue, withDatabase } from './load/fill-queue.js';
import type { LoadSystem } from './load/load-system.js';
import { atMost, report } from './load/report.js';
import { runScenario } from './load/scenario.js';
import { publishOrders } from './order-stream.js';

const FRESH_PER_SECOND = 20;
const CUSTOMERS = 50_000;
const HOUR_MS = 3_600_000;
const POLL_MS = 1_000;
const MOST_MS = 60_000;
/** Times the first part. */
const MOST_RATIO = 2;
const WAITING = { users: 'backlog-' };
const FRESH = 'fresh-';

const { values } = parseArgs({ options: { rows: { type: 'string', default: '1000000' } } });
const count = Number(values.rows);

/** Statistics of the table would let the server plan better than in the minute after an outage. */
async function fill({ database, databaseUrl, env }: LoadSystem): Promise<void> {
  await database.query('ALTER TABLE delivery_queue SET (autovacuum_enabled = false)');
  const now = new Date();
  await withDatabase(databaseUrl, async (writer) => {
    const keys = new RecipientKeys(writer, keyringSchema.parse(env['PII_KEYRING']), new SystemClock());
    const times = { eventTime: new Date(now.getTime() - HOUR_MS), dueAt: now };
    await fillQueue(writer, keys, { ...WAITING, ...times, rows: count, customers: CUSTOMERS });
  });
  await database.query('ALTER TABLE delivery_queue RESET (autovacuum_enabled)');
}

interface Sample extends ClaimRuns {
  readonly at: number;
}

/** One sample a second until nothing of the backlog waits. */
async function drain({ database }: LoadSystem): Promise<Sample[]> {
  const samples: Sample[] = [];
  for (;;) {
    samples.push({ at: performance.now(), ...(await readClaimRuns(database)) });
    const waiting = await database.query(`SELECT 1 FROM delivery_queue WHERE user_id ^@ $1 LIMIT 1`, [WAITING.users]);
    if (waiting.rowCount === 0) return samples;
    await delay(POLL_MS);
  }
}

interface Part {
  readonly claims: number;
  readonly 'rows a claim': number;
  readonly 'ms a claim': number;
  /** Of the whole system. */
  readonly 'rows a second': number;
}

/** @param from share of the rows. @param to likewise */
function partOf(samples: readonly Sample[], from: number, to: number): Part {
  const all = samples.at(-1)?.rows ?? 0;
  const sampleAt = (share: number) => samples.find(({ rows }) => rows >= share * all);
  const [first, last] = [sampleAt(from), sampleAt(to)];
  if (all === 0 || first === undefined || last === undefined) throw new Error('Nothing was claimed.');
  const claims = last.runs - first.runs;
  const rows = last.rows - first.rows;
  return {
    claims,
    'rows a claim': Math.round(rows / claims),
    'ms a claim': round((last.milliseconds - first.milliseconds) / claims),
    'rows a second': Math.round((1_000 * rows) / (last.at - first.at)),
  };
}

await runScenario('backlog', { serverSettings: STATEMENT_STATISTICS }, async (system) => {
  await system.steps.step(`${count} rows`, () => fill(system));
  await openStatementStatistics(system.database);
  const since = new Date();
  const stop = new AbortController();
  const fresh = {
    brokers: system.kafkaBrokers,
    perSecond: FRESH_PER_SECOND,
    customerOf: (i: number) => `${FRESH}${i}`,
  };
  const publishing = publishOrders(fresh, stop.signal);
  await system.startAll();
  const samples = await system.steps.step('All of them sent', () => drain(system));
  stop.abort();
  const published = await publishing;
  // Those that are late, too: they are what is looked for.
  await untilArrived(system.database, published, { since, users: FRESH });
  const times = await arrivalTimes(system.database, { since, users: FRESH });
  const parts = {
    beginning: partOf(samples, 0, 0.2),
    middle: partOf(samples, 0.4, 0.6),
    end: partOf(samples, 0.8, 1),
  };
  const ratioOf = (part: Part) => round(part['ms a claim'] / parts.beginning['ms a claim']);
  return report(system, 'backlog', {
    load: { rows: count, customers: CUSTOMERS, freshEvents: published, freshPerSecond: FRESH_PER_SECOND },
    tables: { 'Fresh ones, milliseconds from the event': times, 'The claim of due rows': parts },
    goals: [
      ...Object.entries(times).map(([channel, { p95 }]) =>
        atMost(`fresh, ${channel}: 95 of 100 within a minute`, p95, MOST_MS),
      ),
      atMost('a claim in the middle, against one at the beginning', ratioOf(parts.middle), MOST_RATIO),
      atMost('a claim at the end, against one at the beginning', ratioOf(parts.end), MOST_RATIO),
    ],
  });
});

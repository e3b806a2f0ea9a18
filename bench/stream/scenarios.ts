import { cpus } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { groupBy } from '../../infra/demo/group-by.js';
import { type Latencies, describeLatencies, round } from '../latencies.js';
import type { CrowdTasks } from './crowd.js';
import type { Helper } from './helper.js';
import { type ArrivedRow, type Faults, isFaultless, judge } from './judge.js';
import type { Replica } from './replica.js';
import type { Stage, TimedRow } from './stage.js';
import type { Rushed, TrafficTasks } from './traffic.js';

export interface Load {
  readonly connections: number;
  /** Messages a second. */
  readonly rate: number;
  readonly seconds: number;
}

/** Everybody who takes part. */
export interface Cast {
  readonly stage: Stage;
  readonly crowd: Helper<CrowdTasks>;
  readonly traffic: Helper<TrafficTasks>;
  /** All running replicas. */
  readonly replicas: Replica[];
  readonly load: Load;
  readonly say: (line: string) => void;
}

export interface Outcome {
  readonly dispatched: Rushed;
  /** Messages given to devices, a customer's second device counted too. */
  readonly latencies: { readonly 'arrival to device': Latencies; readonly 'dispatch to device': Latencies };
  /** Processor cores that were busy. */
  readonly cores: Readonly<Record<string, number>>;
  /** Of all devices, since they first connected. */
  readonly faults: Faults;
  /** How devices were turned away or asked to come back, by code. */
  readonly partings: Readonly<Record<string, number>>;
  /** From the cut to being told everything that was missed, over all devices; absent when nobody was away. */
  readonly absences?: Latencies;
  /** Why it counts as failed; empty: it does not. */
  readonly complaints: readonly string[];
}

export const SCENARIOS = { steady, storm, rolling } as const;
export type ScenarioName = keyof typeof SCENARIOS;

/** The load at which the promise is given. */
const FULL_LOAD = { connections: 10_000, rate: 1_000 } as const;
const MOST_P95_MS = 100;
/** Whoever is not back by then has been given up. */
const BACK_WITHIN_MS = 60_000;
const WARM_UP_SECONDS = 10;
/** How long the load goes on before something happens to it. */
const CALM_MS = 5_000;
/** Whatever has not come by then, after the last that came, is lost. */
const QUIET_FOR_MS = 20_000;
const DRAINED_WITHIN_MS = 120_000;
/** A count follows its message. */
const COUNTED_WITHIN_MS = 2_000;
const POLL_MS = 200;

async function steady(cast: Cast): Promise<Outcome> {
  await cast.traffic.ask('rush', { rate: cast.load.rate, seconds: WARM_UP_SECONDS });
  const outcome = await underLoad(cast, () => Promise.resolve());
  const { p95 } = outcome.latencies['arrival to device'];
  const isFull = cast.load.connections >= FULL_LOAD.connections && cast.load.rate >= FULL_LOAD.rate;
  const slow = isFull && p95 >= MOST_P95_MS ? [`the 95th percentile is ${p95} ms`] : [];
  return { ...outcome, complaints: [...outcome.complaints, ...slow] };
}

/** Every connection is cut at once, as when a load balancer dies. */
async function storm(cast: Cast): Promise<Outcome> {
  return underLoad(cast, async () => {
    await delay(CALM_MS);
    await cast.crowd.ask('cut', undefined);
    await untilAllUpToDate(cast, BACK_WITHIN_MS);
  });
}

/** Two replicas with half of the connections each; one after the other is replaced. */
async function rolling(cast: Cast): Promise<Outcome> {
  const { stage, crowd, replicas } = cast;
  if (replicas.length < 2) replicas.push(await stage.addReplica());
  await crowd.ask(
    'spread',
    replicas.map(({ address }) => address),
  );
  await untilAllUpToDate(cast, BACK_WITHIN_MS);
  await crowd.ask('comings', undefined);
  return underLoad(cast, async () => {
    for (const replica of replicas) {
      await delay(CALM_MS);
      cast.say(`${replica.address} is replaced`);
      await replica.replace();
      await untilAllUpToDate(cast, BACK_WITHIN_MS);
    }
  });
}

/** The load, an event in the middle of it, and the judgement once everything has arrived. */
async function underLoad(cast: Cast, event: () => Promise<void>): Promise<Outcome> {
  const { stage, crowd, traffic, load } = cast;
  await crowd.ask('comings', undefined);
  const [start, cpuBefore] = [Date.now(), await cpuOf(cast)];
  const [dispatched] = await Promise.all([traffic.ask('rush', load), event()]);
  const [end, cpuAfter] = [Date.now(), await cpuOf(cast)];
  await stage.untilSettled();
  const rows = await stage.arrivedRows();
  await untilGiven(cast, rows);
  const logs = await crowd.ask('logs', undefined);
  const { absences, partings } = await crowd.ask('comings', undefined);
  const faults = judge(rows, logs);
  const measured = new Map(rows.filter(({ madeAt }) => madeAt >= start).map((row) => [row.id, row]));
  const since = (time: (row: TimedRow) => number) =>
    describeLatencies(
      logs.flatMap(({ receipts }) =>
        receipts.flatMap(({ id, at }) => {
          const row = measured.get(id);
          return row === undefined ? [] : [at - time(row)];
        }),
      ),
    );
  return {
    dispatched,
    latencies: {
      'arrival to device': since(({ arrivedAt }) => arrivedAt),
      'dispatch to device': since(({ madeAt }) => madeAt),
    },
    cores: Object.fromEntries(
      Object.entries(cpuAfter).map(([name, cpu]) => [name, round((cpu - (cpuBefore[name] ?? 0)) / (end - start))]),
    ),
    faults,
    partings,
    ...(absences.length === 0 ? {} : { absences: describeLatencies(absences) }),
    complaints: isFaultless(faults) ? [] : ['devices were not given what is in the inboxes'],
  };
}

export async function untilAllUpToDate({ crowd, load }: Cast, withinMs: number): Promise<void> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const { upToDate } = await crowd.ask('presence', undefined);
    if (upToDate === load.connections) return;
    if (Date.now() > deadline) throw new Error(`${load.connections - upToDate} devices are not connected`);
    await delay(POLL_MS);
  }
}

/** Until every device was given as much as there is for it, or nothing comes any more; and then their counts. */
async function untilGiven(cast: Cast, rows: readonly ArrivedRow[]): Promise<void> {
  await untilAllUpToDate(cast, DRAINED_WITHIN_MS);
  const inboxes = groupBy(rows, ({ userId }) => userId);
  const logs = await cast.crowd.ask('logs', undefined);
  const expected = logs.reduce((sum, { userId }) => sum + (inboxes.get(userId)?.length ?? 0), 0);
  let [received, since] = [-1, Date.now()];
  while (received < expected && Date.now() - since < QUIET_FOR_MS) {
    const now = (await cast.crowd.ask('presence', undefined)).received;
    if (now !== received) [received, since] = [now, Date.now()];
    await delay(POLL_MS);
  }
  await delay(COUNTED_WITHIN_MS);
}

/** Milliseconds of processor time; `all` is everything on this machine, strangers too. */
async function cpuOf({ stage, crowd, traffic, replicas }: Cast): Promise<Record<string, number>> {
  const workers = await Promise.all(replicas.map((replica) => replica.figures()));
  return {
    workers: workers.reduce((sum, { cpuMilliseconds }) => sum + cpuMilliseconds, 0),
    ...stage.servicesCpu(),
    devices: await crowd.ask('cpu', undefined),
    dispatcher: await traffic.ask('cpu', undefined),
    all: machineCpu(),
  };
}

function machineCpu(): number {
  return cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0);
}

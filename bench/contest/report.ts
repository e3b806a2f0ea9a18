import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import { median, round } from '../latencies.js';
import { provenance } from '../provenance.js';
import type { CaseName } from './cases.js';
import type { ContenderName } from './contenders.js';
import { medianRatio, medianTimes } from './contest-math.js';
import type { Measured } from './measurement.js';
import type { ContestOptions } from './options.js';

/** Of each case and contender what was measured, round by round. */
export type Results = ReadonlyMap<CaseName, ReadonlyMap<ContenderName, readonly Measured[]>>;

const RESULTS = join(import.meta.dirname, '..', 'results');

export async function report(results: Results, options: ContestOptions, server: pg.Client): Promise<void> {
  const rates = Object.fromEntries([...results].map(([name, of]) => [name, ratesOf(of)]));
  const cpu = Object.fromEntries(
    [...results].flatMap(([name, of]) => [...of].map(([who, runs]) => [`${name}, ${who}`, cpuOf(runs)])),
  );
  console.log('\nEvents a second (medians), and the medians of the rounds’ ratios:');
  console.table(rates);
  console.log('Microseconds of processor time for each notification (dispatcher alone: for each event):');
  console.table(cpu);
  const rounds = Object.fromEntries([...results].map(([name, of]) => [name, Object.fromEntries(of)]));
  const { rounds: count, seconds } = options;
  const content = {
    ...{ at: new Date().toISOString(), ...(await provenance(server)) },
    ...{ load: { rounds: count, seconds }, rates, cpu, rounds },
  };
  mkdirSync(RESULTS, { recursive: true });
  writeFileSync(join(RESULTS, 'throughput.json'), `${JSON.stringify(content, null, 2)}\n`);
}

function ratesOf(of: ReadonlyMap<ContenderName, readonly Measured[]>) {
  const rates = (who: ContenderName) => (of.get(who) ?? []).map(({ rate }) => rate);
  const medians = Object.fromEntries(
    [...of].map(([who, runs]) => [who, Math.round(median(runs.map((run) => run.rate)))]),
  );
  const ratio = (to: ContenderName) => {
    const value = medianRatio(rates('ours'), rates(to));
    return value === undefined ? {} : { [`ours / ${to}`]: round(value) };
  };
  return { ...medians, ...ratio('ceiling'), ...ratio('tutorial') };
}

function cpuOf(runs: readonly Measured[]) {
  const times = medianTimes(runs.map((run) => run.cpu));
  return { ...times, all: Object.values(times).reduce((sum, time) => sum + time, 0) };
}

import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { projectRoot } from '../../infra/data-folder.js';
import { median, round } from '../latencies.js';
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
    at: new Date().toISOString(),
    ...{ commit: commit(), machine: machine(), versions: await versionsOf(server), load: { rounds: count, seconds } },
    ...{ rates, cpu, rounds },
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

const machine = () => ({
  ...{ cpu: cpus()[0]?.model, cores: cpus().length },
  memoryGiB: Math.round(totalmem() / 2 ** 30),
});

async function versionsOf(server: pg.Client) {
  const { rows } = await server.query<{ server_version: string }>('SHOW server_version');
  return { node: process.version, postgres: rows[0]?.server_version, kafka: kafkaVersion() };
}

/** Of the embedded one. */
function kafkaVersion(): string | undefined {
  if (process.env['KAFKA_BROKERS']) return undefined;
  const pom = readFileSync(join(projectRoot, 'infra', 'kafka', 'pom.xml'), 'utf8');
  return /<artifactId>kafka_[\d.]+<\/artifactId>\s*<version>([^<]+)/.exec(pom)?.[1];
}

/** @returns undefined in a copy without history */
function commit(): string | undefined {
  try {
    const git = (...args: string[]) => execFileSync('git', args, { cwd: projectRoot, encoding: 'utf8' }).trim();
    return git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain') === '' ? '' : ' with changes');
  } catch {
    return undefined;
  }
}

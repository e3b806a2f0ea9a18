import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem, type as system } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../../infra/data-folder.js';
import type { LoadSystem } from './load-system.js';

const RESULTS = join(import.meta.dirname, '..', 'results');

/** Something promised, and what was measured. */
export interface Goal {
  readonly goal: string;
  readonly measured: number;
  readonly met: boolean;
}

export interface Findings {
  /** What was asked of the system. */
  readonly load: object;
  /** What is shown, and kept: by the name of each table. */
  readonly tables: Readonly<Record<string, object>>;
  readonly goals: readonly Goal[];
}

export const atMost = (goal: string, measured: number, most: number): Goal => ({
  goal,
  measured,
  met: measured <= most,
});
export const below = (goal: string, measured: number, limit: number): Goal => ({
  goal,
  measured,
  met: measured < limit,
});
export const atLeast = (goal: string, measured: number, least: number): Goal => ({
  goal,
  measured,
  met: measured >= least,
});

/** Shows the tables and writes them to `bench/results/<name>.json`. @returns whether all goals were met */
export async function report({ database }: LoadSystem, name: string, findings: Findings): Promise<boolean> {
  for (const [title, table] of Object.entries(findings.tables)) {
    console.log(`${title}:`);
    console.table(table);
  }
  for (const { goal, measured, met } of findings.goals) console.log(`${met ? 'met' : 'MISSED'}: ${goal} (${measured})`);
  const { rows } = await database.query<{ server_version: string }>('SHOW server_version');
  const versions = { node: process.version, postgres: rows[0]?.server_version, kafka: kafkaVersion() };
  const machine = { cpu: cpus()[0]?.model.trim(), cores: cpus().length, gigabytes: Math.round(totalmem() / 2 ** 30) };
  const where = { machine: { ...machine, system: system() }, versions, commit: commit() };
  mkdirSync(RESULTS, { recursive: true });
  const result = { at: new Date().toISOString(), ...where, ...findings };
  writeFileSync(join(RESULTS, `${name}.json`), `${JSON.stringify(result, null, 2)}\n`);
  return findings.goals.every(({ met }) => met);
}

/** As the embedded broker's; of one that was given it is not known. */
function kafkaVersion(): string | undefined {
  if (process.env['KAFKA_BROKERS'] !== undefined) return undefined;
  const pom = readFileSync(join(projectRoot, 'infra', 'kafka', 'pom.xml'), 'utf8');
  return /<artifactId>kafka_[\d.]+<\/artifactId>\s*<version>(?<version>[^<]+)</.exec(pom)?.groups?.['version'];
}

/** @returns undefined where there is no repository */
function commit(): string | undefined {
  try {
    return execFileSync('git', ['describe', '--always', '--dirty'], {
      cwd: projectRoot,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return undefined;
  }
}

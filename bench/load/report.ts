import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { provenance } from '../provenance.js';
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
  mkdirSync(RESULTS, { recursive: true });
  const result = { at: new Date().toISOString(), ...(await provenance(database)), ...findings };
  writeFileSync(join(RESULTS, `${name}.json`), `${JSON.stringify(result, null, 2)}\n`);
  return findings.goals.every(({ met }) => met);
}

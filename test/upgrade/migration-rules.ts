import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { projectRoot } from '../../infra/data-folder.js';

/** A migration, as far as it is judged. */
export interface MigrationUnderTest {
  readonly name: string;
  readonly source: string;
  /** What its `up` does, in this order. */
  readonly statements: readonly string[];
}

/** A handful of rows each: a lock on them is over before anybody notices. */
const SMALL_TABLES = new Set(['alert', 'alert_call', 'channel_state', 'operator_pause', 'provider_call_window']);

/** What the apps of the last release could not work with, or would have to wait for, and what to do instead. */
const RULES = [
  { pattern: /\bDROP\s+(TABLE|COLUMN|SCHEMA|VIEW)\b/, fault: 'drops what the last release may use', when: 'known' },
  {
    pattern: /\bRENAME\b/,
    fault: 'renames what the last release uses: add the new one beside it',
    when: 'known',
  },
  {
    pattern: /\bALTER\s+(COLUMN\s+)?\w+\s+(SET\s+DATA\s+)?TYPE\b/,
    fault: 'changes the type of a column',
    when: 'known',
  },
  {
    pattern: /\bADD\s+(COLUMN\s+)?(IF\s+NOT\s+EXISTS\s+)?\w+\s(?=[^,]*\bNOT\s+NULL\b)(?![^,]*\bDEFAULT\b)/,
    fault: 'adds a column that the last release does not fill: give it a default',
    when: 'known',
  },
  {
    pattern: /\bADD\s+(CONSTRAINT|CHECK|UNIQUE|FOREIGN|PRIMARY|EXCLUDE)\b/,
    fault: 'adds a constraint that the last release may break, and reads the table under lock',
    when: 'known',
  },
  { pattern: /\bSET\s+NOT\s+NULL\b/, fault: 'requires what the last release may leave out', when: 'known' },
  {
    pattern: /\bCREATE\s+(UNIQUE\s+)?INDEX\s+(?!CONCURRENTLY\b)(?!.*\bON\s+ONLY\b)/,
    fault: 'makes an index while everybody who writes waits: CREATE INDEX CONCURRENTLY, with transaction = false',
    when: 'large',
  },
] as const satisfies readonly { pattern: RegExp; fault: string; when: 'known' | 'large' }[];

const CONTRACT = /^\/\/ contract: since (?<version>\d+\.\d+\.\d+)$/m;

/**
 * @param migrations those that no release has brought yet, in their order
 * @param released the version of the last release
 * @returns what would hurt a release that runs while they do, in words; nothing: they may go out
 */
export function upgradeFaults(migrations: readonly MigrationUnderTest[], released: string): string[] {
  const made = new Set<string>();
  return migrations.flatMap(({ name, source, statements }) => {
    for (const statement of statements) for (const table of tablesMade(statement)) made.add(table);
    const since = CONTRACT.exec(source)?.groups?.['version'];
    if (since !== undefined && isOut(since, released)) return [];
    const waits = since === undefined ? [] : [`${name}: contract since ${since}, which is not out yet`];
    return [
      ...waits,
      ...statements.flatMap((statement) => faultsOf(statement, made).map((fault) => `${name} ${fault}`)),
    ];
  });
}

function faultsOf(statement: string, made: ReadonlySet<string>): string[] {
  // Without what is in brackets: `numeric(10, 2)` is one column.
  const text = statement
    .replaceAll(/--.*$/gm, '')
    .replaceAll(/\([^()]*\)/g, '()')
    .replaceAll(/\s+/g, ' ')
    .trim();
  const table = tableOf(text);
  if (table !== undefined && made.has(table)) return [];
  return RULES.filter(({ when }) => when === 'known' || !SMALL_TABLES.has(table ?? ''))
    .filter(({ pattern }) => new RegExp(pattern, 'i').test(text))
    .map(({ fault }) => `${fault} (${text.slice(0, 80)})`);
}

const tablesMade = (statement: string): string[] =>
  [...statement.matchAll(/\bCREATE\s+(?:UNLOGGED\s+)?TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?([\w.]+)/gi)].map(
    ([, name]) => name ?? '',
  );

/** The one that a statement changes. */
function tableOf(text: string): string | undefined {
  const found =
    /^(?:ALTER|DROP)\s+TABLE\s+(?:IF\s+EXISTS\s+)?(?:ONLY\s+)?([\w.]+)\b(?!\s*,)/i.exec(text) ??
    /^CREATE\s+(?:UNIQUE\s+)?INDEX\b.*?\bON\s+(?:ONLY\s+)?([\w.]+)/i.exec(text);
  return found?.[1];
}

function isOut(version: string, released: string): boolean {
  const [wanted, last] = [version, released].map((text) => text.split('.').map(Number));
  const difference = wanted?.map((part, i) => part - (last?.[i] ?? 0)).find((part) => part !== 0) ?? 0;
  return difference <= 0;
}

/** What a migration would do, without a database: whatever it asks for is answered with nothing. */
export async function statementsOf(migration: MigrationInterface): Promise<string[]> {
  const statements: string[] = [];
  const runner = {
    query: (statement: string) => {
      statements.push(statement);
      return Promise.resolve([]);
    },
  };
  await migration.up(runner as unknown as QueryRunner);
  return statements;
}

/** The file that declares a migration. @throws Error when there is none */
export function sourceOf(name: string): string {
  const folder = join(projectRoot, 'migrations');
  const sources = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
  const source = sources.find((text) => text.includes(`class ${name} `));
  if (source === undefined) throw new Error(`No file in migrations/ declares ${name}`);
  return source;
}

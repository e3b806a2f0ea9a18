/** Everything a running system leaves behind, as bytes. */
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { TOPICS } from '#contracts';
import type { Database } from '#database';
import type { KafkaMessage } from 'kafkajs';
import type { TestSystem } from '../test-system.js';

/** Somewhere personal data might lie. */
export interface Place {
  readonly name: string;
  readonly bytes: Buffer;
}

/** Publishers' own: what is on them is theirs to protect. */
const UPSTREAM: readonly string[] = Object.values(TOPICS)
  .filter(({ writer }) => writer === 'upstream')
  .map(({ name }) => name);

/** Every table there is, the server's own included: its statistics quote values. Bytes are written as hex by PostgreSQL. */
export async function* tables(database: Database): AsyncGenerator<Place> {
  await database.query('ANALYZE');
  const names = await database.query<{ name: string }>(
    `SELECT format('%I.%I', n.nspname, c.relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'm') OR c.oid IN ('pg_stat_activity'::regclass, 'pg_prepared_statements'::regclass)`,
  );
  for (const { name } of names) {
    const rows = await database.query<{ row: string }>(`SELECT CAST(t AS text) AS row FROM ${name} t`);
    yield { name: `table ${name}`, bytes: Buffer.from(rows.map(({ row }) => row).join('\n')) };
  }
}

/**
 * Every file of the server: heaps, indexes, what was deleted but not overwritten, the write-ahead log, its own log.
 * Values over 2 kB may lie there compressed; the ones searched for are short.
 */
export async function* files(folder: string): AsyncGenerator<Place> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const bytes = await readFileIfThere(path);
    if (bytes !== undefined) yield { name: `file ${path.slice(folder.length + 1)}`, bytes };
  }
}

/** A server at work removes files now and then; what is removed holds nothing. */
async function readFileIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Keys, headers and values on every topic of ours. */
export async function* topics(system: TestSystem): AsyncGenerator<Place> {
  for (const name of await system.topics()) {
    if (UPSTREAM.includes(name)) continue;
    const messages = await system.wholeTopic(name);
    yield { name: `topic ${name}`, bytes: Buffer.from(messages.map(bytesOf).join('\n'), 'latin1') };
  }
}

function bytesOf({ key, value, headers = {} }: KafkaMessage): string {
  const parts = [key, value, ...Object.entries(headers).flat(2)].filter((part) => part != null);
  return parts.map((part) => Buffer.from(part).toString('latin1')).join('\n');
}

export async function* metrics(system: TestSystem): AsyncGenerator<Place> {
  for (const [url, text] of await system.metricsPages()) yield { name: `metrics at ${url}`, bytes: Buffer.from(text) };
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';

/** The settings of development.env; a variable of the environment wins over the file. */
export function developmentSettings(): Record<string, string> {
  const fromFile = parseEnv(readFileSync(join(import.meta.dirname, 'development.env'), 'utf8'));
  return Object.fromEntries(Object.entries(fromFile).map(([name, value]) => [name, process.env[name] ?? value ?? '']));
}

/** Implements N6. For commands: waits for PostgreSQL as an app does at its start, and not for ever. */
import { SetupError } from '#runtime';
import { adviceOn } from './advice.js';
import { DatabaseUnavailableError } from './database.errors.js';
import type { Database } from './database.js';

/**
 * @param setting the variable that names the server
 * @throws SetupError when it cannot be reached within that time, or refuses
 */
export async function openWithin(
  database: Database,
  { startWithinMs }: { readonly startWithinMs: number },
  setting: 'DATABASE_URL' | 'KEY_DATABASE_URL' = 'DATABASE_URL',
): Promise<void> {
  try {
    await database.open(AbortSignal.timeout(startWithinMs));
  } catch (error) {
    if (!(error instanceof DatabaseUnavailableError)) throw error;
    throw new SetupError([`${error.message}: ${adviceOn(setting)}`], { cause: error });
  }
}

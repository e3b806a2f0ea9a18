/**
 * Implements N6, N8. `npm run keys:rotate`: after a new key became the active one of `PII_KEYRING` or `LOOKUP_KEYRING` and the apps were restarted with
 * it. Tokens carry the id of their key and need no step of their own.
 */
import 'reflect-metadata';
import { Database, createDataSource, databaseSettings, openWithin } from '#database';
import { keyringSettings } from '#privacy';
import { SystemClock, commandSettings, createLogger, loadSettings } from '#runtime';
import { rotateKeys } from './key-rotation.js';

const NAME = 'keys:rotate';
const CONNECTIONS = 2;

async function main(): Promise<void> {
  const settings = loadSettings({
    command: commandSettings,
    database: databaseSettings,
    keyrings: keyringSettings,
  });
  const { pii: piiKeyring, lookup: lookupKeyring } = settings.keyrings;
  const { url, keyUrl } = settings.database;
  const database = connect(url);
  const keyDatabase = keyUrl === url ? database : connect(keyUrl);
  try {
    await openWithin(database, settings.command);
    if (keyDatabase !== database) await openWithin(keyDatabase, settings.command, 'KEY_DATABASE_URL');
    const done = await rotateKeys({ database, keyDatabase, piiKeyring, lookupKeyring }, (customers) =>
      say(`${customers} customers`),
    );
    say(`${done.rewrapped} keys wrapped anew, ${done.rehashed} hashes made anew, ${done.resealed} rows sealed anew.`);
    if (done.unreadable.length > 0) throw new Error(faultOf(done.unreadable));
    say(`PII_KEYRING: nothing needs another key than ${piiKeyring.activeId} any more.`);
    if (lookupKeyring.ids.length > 1) say('LOOKUP_KEYRING: read docs/privacy.md before you take an older key away.');
  } finally {
    for (const each of new Set([database, keyDatabase])) await each.close();
  }
}

const faultOf = (userIds: readonly string[]) =>
  `The keys of ${userIds.length} customers do not unwrap, and stay as they are: ${userIds.join(', ')}. Take no key out of PII_KEYRING.`;

const connect = (url: string) =>
  new Database(createDataSource(url, CONNECTIONS, NAME), createLogger(NAME, 'info'), new SystemClock());

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});

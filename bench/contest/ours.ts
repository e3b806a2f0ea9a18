/** What this repository builds, as it runs in production: the built apps, the migrated schema, customers who are known and have made their choice. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Channel } from '#contracts';
import { Database, RecipientKeys, appendSmsConsents, createDataSource, firstUuidOf } from '#database';
import { AddressHasher, KeyedHash, keyringSchema } from '#privacy';
import { IdGenerator, SystemClock, createLogger } from '#runtime';
import { projectRoot } from '../../infra/data-folder.js';
import { developmentSettings } from '../../infra/development-settings.js';
import type { Contender, Progress } from '../opponents/contender.js';
import { CUSTOMERS, customerOf } from './customers.js';

const KEYS_AT_ONCE = 1_000;

/** By ids, which begin with the time they were made at: nothing else has an index that tells old from new. */
const PROGRESS = `
  SELECT e.planned, n.sent, e."lastPlannedAt", n."lastSentAt"
    FROM (SELECT count(*)::int AS planned, coalesce(extract(epoch FROM max(created_at)), 0)::float AS "lastPlannedAt"
            FROM order_event WHERE id >= $1) AS e,
         (SELECT count(sent_at)::int AS sent, coalesce(extract(epoch FROM max(sent_at)), 0)::float AS "lastSentAt"
            FROM notification_log WHERE id >= $1) AS n`;

const PREFERENCES = `
  INSERT INTO notification_preferences (user_id, channel_email, channel_sms, channel_in_app, quiet_hours_enabled)
  SELECT u.user_id, $2, $3, $4, false FROM unnest($1::text[]) AS u(user_id)`;

export const ours = (channels: readonly Channel[]): Contender => ({
  name: 'ours',
  process: (role) => [`dist/apps/${role}/src/main.js`],
  prepare: async (databaseUrl) => {
    const env = { ...process.env, DATABASE_URL: databaseUrl };
    await promisify(execFile)(process.execPath, ['dist/migrations/migrate.js'], { cwd: projectRoot, env });
    await introduceCustomers(databaseUrl, channels);
  },
  progress: async (database, since) => {
    const { rows } = await database.query<Progress>(PROGRESS, [firstUuidOf(new Date(since * 1_000))]);
    const [progress] = rows;
    if (progress === undefined) throw new Error('There is no progress to be seen.');
    return progress;
  },
});

async function introduceCustomers(databaseUrl: string, channels: readonly Channel[]): Promise<void> {
  const clock = new SystemClock();
  const source = createDataSource(databaseUrl, 2, 'bench');
  const database = new Database(source, createLogger('bench', 'warn'), clock);
  await database.open();
  try {
    const customers = Array.from({ length: CUSTOMERS }, (_, i) => customerOf(i));
    const userIds = customers.map(({ userId }) => userId);
    const switches = (['email', 'sms', 'in_app'] as const).map((channel) => channels.includes(channel));
    await database.query(PREFERENCES, [userIds, ...switches]);
    await consentToTexts(database, clock);
    const settings = developmentSettings();
    const keys = new RecipientKeys(database, keyringSchema.parse(settings['PII_KEYRING']), clock);
    for (let first = 0; first < CUSTOMERS; first += KEYS_AT_ONCE) {
      await keys.findOrCreate(userIds.slice(first, first + KEYS_AT_ONCE));
    }
    // As autovacuum has long done where customers did not all come a second ago.
    await database.query('ANALYZE notification_preferences, consent_event, vault.recipient_key');
  } finally {
    await database.close();
  }
}

async function consentToTexts(database: Database, clock: SystemClock): Promise<void> {
  const ids = new IdGenerator(clock);
  const keyring = keyringSchema.parse(developmentSettings()['LOOKUP_KEYRING']);
  const hasher = new AddressHasher(new KeyedHash(keyring));
  const given = { action: 'granted', purpose: 'orders', method: 'checkout', source: 'bench', actor: 'bench' } as const;
  const consents = Array.from({ length: CUSTOMERS }, (_, i) => {
    const { userId, recipient } = customerOf(i);
    const { phoneHash } = hasher.hashesOf(recipient);
    return { ...given, id: ids.next(), userId, addressHash: phoneHash, textVersion: '2026-01', at: clock.now() };
  });
  await appendSmsConsents(database, consents);
}

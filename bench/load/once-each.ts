import type pg from 'pg';
import { firstUuidOf } from '#database';
import { SandboxClient } from '../../apps/provider-sandbox/src/sandbox.client.js';
import type { Arrivals } from './arrivals.js';

const EVERYTHING = 200_000;

/**
 * Holds what the provider took against the rows.
 * @throws Error when an email is missing, was taken twice, or was not asked for
 */
export async function requireEmailsOnce(
  database: pg.Client,
  sandboxUrl: string,
  { since, users }: Arrivals,
): Promise<void> {
  const { rows } = await database.query<{ id: string }>(
    `SELECT id FROM notification_log WHERE id >= $1 AND starts_with(user_id, $2) AND channel = 'email'`,
    [firstUuidOf(since), users],
  );
  const ledger = await new SandboxClient(sandboxUrl).messages({
    content: 'false',
    limit: EVERYTHING,
    since: since.toISOString(),
  });
  const taken = new Set(ledger.items.map(({ notificationId }) => notificationId));
  const isOnceEach = ledger.items.length === rows.length && rows.every(({ id }) => taken.has(id));
  if (ledger.forgotten > 0) throw new Error('There were more emails than the sandbox remembers.');
  if (!isOnceEach) throw new Error(`${rows.length} emails were due, the provider took ${ledger.items.length}.`);
}

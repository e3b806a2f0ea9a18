import { RecipientKeys } from '#database';
import { keyringSchema } from '#privacy';
import { SystemClock } from '#runtime';
import type pg from 'pg';
import { seedEvents, seedNotifications, userId } from '../analytics/seed.js';
import { withDatabase } from './fill-queue.js';
import type { LoadSystem } from './load-system.js';

const DAYS = 365;
const EVENT_INBOX_DAYS = 30;

/**
 * A year of notifications, with what was kept of each: its event, its customer's key, and for a month what tells repeated events.
 * @returns numbers of orders whose customers can be searched for, and have an inbox
 */
export async function grow({ database, databaseUrl, env }: LoadSystem, notifications: number): Promise<number[]> {
  const searched = await withDatabase(databaseUrl, async (writer) => {
    const keys = new RecipientKeys(writer, keyringSchema.parse(env['PII_KEYRING']), new SystemClock());
    return seedEvents(writer, keys, await seedNotifications(writer, notifications, new Date(), DAYS));
  });
  await seedInboxes(database, [...new Set(searched.map(userId))]);
  for (let week = 0; week <= DAYS / 7; week += 1) await database.query(INSERT_EVENTS, [7 * week]);
  await database.query(INSERT_INBOX);
  await database.query(INSERT_KEYS);
  // As a database stands that has grown for a year.
  await database.query('VACUUM ANALYZE');
  await database.query('CHECKPOINT');
  return searched;
}

/** As large as a sealed order, and as random. */
const INSERT_EVENTS = `
  INSERT INTO order_event (id, source, event_id, order_id, user_id, notification_type, event_time, payload_sealed, email_hash, created_at)
  SELECT order_event_id, '/bench', md5(id::text), order_id, user_id, notification_type, created_at,
         decode(repeat(md5(id::text), 32), 'hex'), sha256(user_id::bytea), created_at
    FROM notification_log
   WHERE channel = 'email' AND created_at >= now() - make_interval(days => $1::int + 7) AND created_at < now() - make_interval(days => $1::int)
  ON CONFLICT DO NOTHING`;

const INSERT_INBOX = `
  INSERT INTO event_inbox (source, event_id, order_event_id, received_at)
  SELECT source, event_id, id, created_at FROM order_event
   WHERE created_at >= now() - interval '${EVENT_INBOX_DAYS} days' ON CONFLICT DO NOTHING`;

const INSERT_KEYS = `
  INSERT INTO vault.recipient_key (user_id, wrapped_key)
  SELECT DISTINCT user_id, decode(repeat(md5(user_id), 4), 'hex') FROM notification_log ON CONFLICT DO NOTHING`;

async function seedInboxes(database: pg.Client, users: readonly string[]): Promise<void> {
  await database.query(
    `UPDATE notification_log n SET inbox_seq = p.position
       FROM (SELECT id, row_number() OVER (PARTITION BY user_id ORDER BY id) AS position
               FROM notification_log WHERE user_id = ANY($1::text[]) AND channel = 'in_app') AS p WHERE n.id = p.id`,
    [users],
  );
  await database.query(
    `INSERT INTO inbox_counter (user_id, last_seq, unread)
     SELECT user_id, max(inbox_seq), count(*) FROM notification_log WHERE user_id = ANY($1::text[]) AND inbox_seq IS NOT NULL GROUP BY user_id`,
    [users],
  );
}

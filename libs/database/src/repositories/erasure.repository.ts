/**
 * Implements F5, N6, N8, AC-14. What erasing a customer changes outside the vault. Without their key nothing sealed can be read; what is not sealed is
 * taken out here.
 */
import type { Channel, NotificationType } from '#contracts';
import { type FigureSubject, type Standing, figuresOfMove } from '#notifications';
import type { Database, Sql, Transaction } from '../database.js';
import { latestSmsConsentOf } from './consent.repository.js';
import type { Erasure, Tombstone } from './erasure-ledger.repository.js';
import { addFigures } from './figure.repository.js';
import { type UnreadChange, lowerUnread } from './inbox-counter.repository.js';

/** A notification that was ended before it was sent. */
export interface EndedNotification {
  readonly notificationId: string;
  readonly orderId: string;
  readonly userId: string;
  readonly type: NotificationType;
  readonly channel: Channel;
  /** Finished provider calls. */
  readonly attempt: number;
  /** Of the delivery event that tells. */
  readonly sequence: number;
}

/**
 * Ends what waits. Locked as a settlement locks: log, then queue, each in id order. What a worker has claimed is that worker's; it decides once
 * more, and finds the tombstone.
 */
export async function endWaiting(
  sql: Transaction,
  userIds: readonly string[],
  now: Date,
): Promise<EndedNotification[]> {
  const logs = await sql.query<FigureSubject & Standing & { id: string }>(
    `SELECT n.id, n.channel, n.notification_type AS type, n.status, n.reason, n.language FROM notification_log n
      WHERE n.id = ANY(ARRAY(SELECT q.id FROM delivery_queue q WHERE q.user_id = ANY($1::text[]) AND q.state = 'pending'))
      ORDER BY n.id FOR UPDATE`,
    [userIds],
  );
  if (logs.length === 0) return [];
  const queued = await sql.query<{ id: string }>(
    `SELECT id FROM delivery_queue WHERE id = ANY($1::uuid[]) AND state = 'pending' ORDER BY id FOR UPDATE`,
    [logs.map(({ id }) => id)],
  );
  const ended = new Set(queued.map(({ id }) => id));
  addFigures(
    sql,
    logs
      .filter(({ id }) => ended.has(id))
      .flatMap((row) => figuresOfMove(row, row, { ...row, status: 'suppressed', reason: 'erased' })),
    now,
  );
  return sql.query<EndedNotification>(
    `WITH ended AS (
       DELETE FROM delivery_queue WHERE id = ANY($1::uuid[]) RETURNING id, attempts + earlier_attempts AS calls)
     UPDATE notification_log n
        SET status = 'suppressed', reason = 'erased', retry_count = greatest(n.retry_count, e.calls - 1), told = n.told + 1
       FROM ended e WHERE n.id = e.id
     RETURNING n.id AS "notificationId", n.order_id AS "orderId", n.user_id AS "userId", n.notification_type AS type, n.channel,
               e.calls AS attempt, n.told AS sequence`,
    [[...ended]],
  );
}

/** Consent ends with the customer: one who comes back has to give it anew. The rows before stay, as evidence. */
export async function revokeSmsConsents(
  sql: Sql,
  customers: readonly { id: string; userId: string }[],
  now: Date,
): Promise<void> {
  await sql.query(
    `INSERT INTO consent_event (id, user_id, channel, action, address_hash, purpose, method, source, text_version, actor, at)
     SELECT n.id, c.user_id, c.channel, 'revoked', c.address_hash, c.purpose, 'erasure', 'erasure', c.text_version, 'system',
            greatest($3::timestamptz, c.at + interval '1 millisecond')
       FROM unnest($1::uuid[], $2::text[]) AS n(id, user_id)
       JOIN LATERAL (${latestSmsConsentOf('n.user_id')}) c ON true
      WHERE c.action = 'granted'`,
    [customers.map((c) => c.id), customers.map((c) => c.userId), now],
  );
}

/** Where a customer's addresses are sealed. */
export interface SealedTraces {
  readonly userId: string;
  readonly contactSealed: Buffer | null;
  readonly events: readonly { readonly orderEventId: string; readonly payloadSealed: Buffer }[];
  /** Twilio's ids of texts. */
  readonly textIds: readonly string[];
}

/** What leads to a customer's data at the providers; read before the key is destroyed. */
export async function findTraces(sql: Sql, userId: string): Promise<SealedTraces> {
  const [recipient] = await sql.query<{ contactSealed: Buffer | null }>(
    `SELECT contact_sealed AS "contactSealed" FROM recipient WHERE user_id = $1`,
    [userId],
  );
  const events = await sql.query<SealedTraces['events'][number]>(
    `SELECT e.id AS "orderEventId", e.payload_sealed AS "payloadSealed" FROM order_event e
      WHERE e.payload_sealed IS NOT NULL
        AND e.id = ANY(ARRAY(SELECT n.order_event_id FROM notification_log n WHERE n.user_id = $1))`,
    [userId],
  );
  const texts = await sql.query<{ id: string }>(
    `SELECT DISTINCT a.provider_message_id AS id
       FROM notification_log n JOIN notification_attempt a ON a.notification_id = n.id
      WHERE n.user_id = $1 AND n.channel = 'sms' AND a.provider_message_id IS NOT NULL`,
    [userId],
  );
  return { userId, contactSealed: recipient?.contactSealed ?? null, events, textIds: texts.map(({ id }) => id) };
}

/**
 * Takes out what the key does not protect, of customers whose tombstone stands. Suppression, consent and the log remain: keyed hashes, ids,
 * times. Not one transaction: each part may be repeated.
 */
export async function scrub(database: Database, userIds: readonly string[], now: Date): Promise<void> {
  for (const statement of SCRUB) await database.query(statement, [userIds]);
  await database.transaction(async (sql) => lowerUnread(sql, await sql.query<UnreadChange>(ARCHIVE, [userIds, now])));
}

const OF_ERASED = `user_id = ANY(ARRAY(
  SELECT r.user_id FROM recipient r WHERE r.user_id = ANY($1::text[]) AND r.deleted_at IS NOT NULL))`;

/** Each locks all its rows, in the order of their keys, before it changes the first: settlements and other erasures do the same, and nobody waits in a circle. */
const SCRUB = [
  `UPDATE recipient SET contact_sealed = NULL WHERE user_id = ANY(ARRAY(
     SELECT r.user_id FROM recipient r
      WHERE r.user_id = ANY($1::text[]) AND r.deleted_at IS NOT NULL AND r.contact_sealed IS NOT NULL
      ORDER BY r.user_id FOR UPDATE))`,
  `UPDATE order_event SET payload_sealed = NULL, email_hash = NULL, phone_hash = NULL WHERE id = ANY(ARRAY(
     SELECT e.id FROM order_event e
      WHERE e.id = ANY(ARRAY(SELECT n.order_event_id FROM notification_log n WHERE n.${OF_ERASED}))
        AND coalesce(e.payload_sealed, e.email_hash, e.phone_hash) IS NOT NULL
      ORDER BY e.id FOR UPDATE))`,
  deletionOf('notification_type_preferences', 'user_id, notification_type'),
  deletionOf('notification_preferences', 'user_id'),
  deletionOf('preference_change', 'id'),
  deletionOf('daily_count', 'user_id, local_date'),
] as const;

/** Also what has not arrived: if a worker has it in hand, it comes as archived. */
const ARCHIVE = `
  UPDATE notification_log n SET archived_at = $2 WHERE n.id = ANY(ARRAY(
    SELECT n.id FROM notification_log n
     WHERE n.${OF_ERASED} AND n.channel = 'in_app' AND n.archived_at IS NULL ORDER BY n.id FOR UPDATE))
  RETURNING n.user_id AS "userId", n.inbox_seq IS NOT NULL AND n.read_at IS NULL AS "wasUnread"`;

function deletionOf(table: string, key: string): string {
  return `DELETE FROM ${table} WHERE user_id = ANY(ARRAY(
    SELECT user_id FROM ${table} WHERE ${OF_ERASED} ORDER BY ${key} FOR UPDATE))`;
}

/** Of a page of the ledger, what the directory does not know: it came back from a backup that was older. */
export async function findForgotten(sql: Sql, erasures: readonly Erasure[]): Promise<Erasure[]> {
  return sql.query<Erasure>(
    `SELECT e.user_id AS "userId", e.erased_at AS "erasedAt"
       FROM unnest($1::text[], $2::timestamptz[]) AS e(user_id, erased_at)
       LEFT JOIN recipient r ON r.user_id = e.user_id
      WHERE r.user_id IS NULL OR r.event_time < e.erased_at OR (r.event_time = e.erased_at AND r.deleted_at IS NULL)
      ORDER BY e.user_id`,
    [erasures.map((e) => e.userId), erasures.map((e) => e.erasedAt)],
  );
}

/** A page of tombstones in the order of their customers. */
export async function listTombstones(sql: Sql, afterUserId: string, limit: number): Promise<Tombstone[]> {
  return sql.query<Tombstone>(
    `SELECT user_id AS "userId", event_time AS "erasedAt", updated_at AS "writtenAt"
       FROM recipient WHERE deleted_at IS NOT NULL AND user_id > $1 ORDER BY user_id LIMIT $2`,
    [afterUserId, limit],
  );
}

/** Ten million notifications and ninety days of figures, made by the server itself. */
import { randomBytes } from 'node:crypto';
import { CHANNELS, LANGUAGES, NOTIFICATION_TYPES, type NotificationType } from '#contracts';
import { type Database, type RecipientKeys, ensurePartitions, insertOrderEvents } from '#database';
import { FIGURE_RESOLUTIONS, FIGURE_RESOLUTION_NAMES, LATENCY_BOUNDS, PROVIDER_ERRORS } from '#notifications';
import { seal } from '#privacy';
import { anOrderEvent } from '../../test/builders/order-events.js';

export const DAYS = 90;
/** Two notifications an order, four orders a customer. */
const NOTIFICATIONS_AN_ORDER = 2;
const ORDERS_A_CUSTOMER = 4;
const HOUR = 3_600_000;
const SHORTEST_MONTH_DAYS = 28;
/** Processes write in turns to so many rows of the same figure. */
const SHARDS = 8;

/** A statement of ours ends within its limit of time. */
const ORDERS_AT_ONCE = 100_000;
const STEPS_AT_ONCE = 500;

const EMAIL_CODES = Object.keys(PROVIDER_ERRORS).filter((code) => !code.startsWith('twilio'));

/** An order and a customer that the seed has, by the number of the order. */
export const orderId = (number: number): string => `order-${number}`;
export const userId = (number: number): string => `customer-${Math.floor(number / ORDERS_A_CUSTOMER)}`;

/** Of emails, whose first call failed with a code: about 200,000 of ten million notifications. */
const FAILED_SHARE = 0.04;
/** Customers who are searched for: their events are sealed, as dispatch seals them. */
const SEARCHED = 300;

/** Spread evenly over so many days. @returns how many orders there are */
export async function seedNotifications(database: Database, count: number, now: Date, days = DAYS): Promise<number> {
  for (let monthsAgo = Math.ceil(days / SHORTEST_MONTH_DAYS); monthsAgo >= 0; monthsAgo -= 1) {
    await ensurePartitions(database, new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - monthsAgo)));
  }
  const orders = Math.ceil(count / NOTIFICATIONS_AN_ORDER);
  for (let first = 0; first < orders; first += ORDERS_AT_ONCE) {
    const last = Math.min(orders, first + ORDERS_AT_ONCE) - 1;
    await database.query(INSERT_NOTIFICATIONS, [first, last, orders, now, days]);
  }
  await database.query('ANALYZE notification_log');
  await database.query('ANALYZE notification_attempt');
  return orders;
}

const INSERT_NOTIFICATIONS = `
  WITH made AS (
  INSERT INTO notification_log (id, order_event_id, order_id, user_id, notification_type, channel, status, created_at, sent_at, language)
  SELECT (hex || '-7' || substr(tail, 1, 3) || '-8' || substr(tail, 4, 3) || '-' || substr(tail, 7, 12))::uuid,
         (hex || '-7' || substr(tail, 2, 3) || '-9' || substr(tail, 5, 3) || '-' || substr(tail, 8, 12))::uuid,
         'order-' || number, 'customer-' || number / ${ORDERS_A_CUSTOMER}, type, channel, 'delivered', at, at, 'en'
    FROM (SELECT number, channel, at, (${array(NOTIFICATION_TYPES)})[1 + number % 8] AS type, md5(number || channel) AS tail,
                 overlay(lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') PLACING '-' FROM 9 FOR 0) AS hex
            FROM generate_series($1::bigint, $2::bigint) AS o(number)
           CROSS JOIN LATERAL (SELECT $4::timestamptz - make_interval(secs => $5::float8 * 86400 * (1 - number::float8 / $3::bigint)) AS at) AS t
           CROSS JOIN unnest(ARRAY['email', 'in_app']) AS c(channel)) AS made
  RETURNING id, channel, created_at)
  INSERT INTO notification_attempt (notification_id, number, at, duration_ms, outcome, code)
  SELECT id, 1, created_at, 120, 'retryable', (${array(EMAIL_CODES)})[1 + floor(random() ^ 2 * ${EMAIL_CODES.length})::int]
    FROM made WHERE channel = 'email' AND random() < ${FAILED_SHARE}`;

interface SeededNotification {
  readonly userId: string;
  readonly orderId: string;
  readonly orderEventId: string;
  readonly type: NotificationType;
  readonly at: Date;
}

/**
 * Gives customers spread over all of them what a search opens: a key each, and their sealed events.
 * @returns numbers of orders of theirs
 */
export async function seedEvents(database: Database, keys: RecipientKeys, orders: number): Promise<number[]> {
  const customers = Math.min(SEARCHED, Math.ceil(orders / ORDERS_A_CUSTOMER));
  const firsts = Array.from({ length: customers }, (_, i) => Math.floor((i * orders) / customers));
  const users = [...new Set(firsts.map(userId))];
  const { readable } = await keys.findOrCreate(users);
  const rows = await database.query<SeededNotification>(
    `SELECT user_id AS "userId", order_id AS "orderId", order_event_id AS "orderEventId", notification_type AS type, created_at AS at
       FROM notification_log WHERE user_id = ANY($1::text[])`,
    [users],
  );
  for (const user of users) {
    const key = readable.get(user);
    if (key === undefined) throw new Error('the customer has no key');
    const own = rows.filter((row) => row.userId === user);
    await database.transaction(async (sql) => {
      for (const row of own) await insertOrderEvents(sql, [sealedEvent(row, key)], row.at);
    });
  }
  await database.query('ANALYZE order_event');
  return firsts;
}

function sealedEvent({ userId: user, orderId: order, orderEventId, type, at }: SeededNotification, key: Buffer) {
  const recipient = { email: `${user}@example.com`, phone: '+34600112233', timeZone: 'Europe/Madrid' };
  const data = anOrderEvent(type, { data: { orderId: order, userId: user, recipient } }).data;
  const place = { table: 'order_event', column: 'payload_sealed', row: orderEventId };
  const payloadSealed = seal(key, JSON.stringify(data), place, randomBytes);
  const named = { id: orderEventId, source: '/bench', eventId: orderEventId, orderId: order, userId: user };
  return { ...named, type, eventTime: at, payloadSealed, emailHash: null, phoneHash: null };
}

/** Every combination that a busy minute has; of errors all codes. */
const CELLS = `
  SELECT 'outcome' AS kind, channel, '' AS type, '' AS language, status AS label, reason AS detail FROM channels, standings
  UNION ALL SELECT DISTINCT 'type_outcome', channel, type, '', status, '' FROM channels, types, standings
  UNION ALL SELECT DISTINCT 'language_outcome', '', '', language, status, '' FROM languages, standings
  UNION ALL SELECT 'failure', channel, type, '', status, reason FROM channels, types, standings WHERE status = 'failed'
  UNION ALL SELECT kind, channel, '', '', bucket, 'prompt' FROM channels, buckets, (VALUES ('acceptance'), ('delivery')) AS k(kind)
  UNION ALL SELECT kind, channel, '', '', bucket, 'waited' FROM channels, buckets, (VALUES ('acceptance'), ('delivery')) AS k(kind)
             WHERE bucket IN ('10', '3600', '21600', '43200')
  UNION ALL SELECT 'attempt', channel, '', '', outcome, number
              FROM channels, unnest(ARRAY['accepted', 'retryable', 'permanent', 'unconfirmed']) AS o(outcome), unnest(ARRAY['1', '2', '3', '4']) AS n(number)
  UNION ALL SELECT 'error', CASE WHEN code LIKE 'twilio%' THEN 'sms' ELSE 'email' END, '', '', code, 'retryable' FROM codes
  UNION ALL SELECT 'engagement', '', type, '', deed, reader
              FROM types, unnest(ARRAY['open', 'first_open', 'click', 'first_click']) AS d(deed), unnest(ARRAY['person', 'machine']) AS r(reader)
  UNION ALL SELECT 'preference', channel, '', '', 'channel', choice FROM channels, unnest(ARRAY['on', 'off']) AS c(choice)
  UNION ALL SELECT 'suppression', channel, '', '', 'bounced', way FROM channels, unnest(ARRAY['added', 'lifted']) AS w(way)
  UNION ALL SELECT 'segments', 'sms', '', '', '', ''
  UNION ALL SELECT 'event', '', type, '', '', '' FROM types`;

const DIMENSIONS = `
  channels AS (SELECT * FROM unnest(${array(CHANNELS)}) AS c(channel)),
  types AS (SELECT * FROM unnest(${array(NOTIFICATION_TYPES)}) AS t(type)),
  languages AS (SELECT * FROM unnest(${array(LANGUAGES)}) AS l(language)),
  codes AS (SELECT * FROM unnest(${array(Object.keys(PROVIDER_ERRORS))}) AS c(code)),
  buckets AS (SELECT * FROM unnest(${array(LATENCY_BOUNDS.filter((bound) => bound <= 600).map(String))}) AS b(bucket)),
  standings AS (SELECT * FROM (VALUES
    ('pending', ''), ('sent', ''), ('delivered', ''), ('failed', 'bounced'), ('failed', 'retries_exhausted'), ('failed', 'provider_rejected'),
    ('failed', 'no_recipient'), ('suppressed', 'channel_off'), ('suppressed', 'type_off'), ('suppressed', 'no_consent'),
    ('suppressed', 'global_off'), ('suppressed', 'daily_cap'), ('superseded', 'overtaken'), ('expired', 'too_old')) AS s(status, reason))`;

/** As much as retention keeps of each resolution, within the ninety days; the last two minutes as writers left them. */
export async function seedFigures(database: Database, now: Date): Promise<void> {
  // Of events that were seeded as real ones.
  await database.query('TRUNCATE delivery_figure');
  const minute = Math.floor(now.getTime() / 60_000) * 60_000 - 60_000;
  for (const resolution of FIGURE_RESOLUTION_NAMES) {
    const { stepMs, keptMs } = FIGURE_RESOLUTIONS[resolution];
    const from = Math.max(now.getTime() - keptMs, now.getTime() - DAYS * 24 * HOUR);
    for (let start = Math.floor(from / stepMs) * stepMs; start < minute; start += STEPS_AT_ONCE * stepMs) {
      const end = Math.min(minute - 1, start + STEPS_AT_ONCE * stepMs - 1);
      await database.query(INSERT_SUMMARY, [resolution, new Date(start), new Date(end), stepMs / 1_000]);
    }
  }
  await database.query(INSERT_LIVE, [new Date(minute)]);
  await database.query('VACUUM ANALYZE figure_summary');
  await database.query('VACUUM ANALYZE delivery_figure');
}

const INSERT_SUMMARY = `
  WITH ${DIMENSIONS}, cells AS (${CELLS})
  INSERT INTO figure_summary (resolution, starts_at, kind, channel, notification_type, language, label, detail, amount, departed)
  SELECT $1, step, kind, channel, type, language, label, detail, 50 + (random() * 1000)::int, CASE WHEN label = 'sent' THEN 40 ELSE 0 END
    FROM generate_series($2::timestamptz, $3::timestamptz, make_interval(secs => $4)) AS s(step), cells`;

const INSERT_LIVE = `
  WITH ${DIMENSIONS}, cells AS (
    SELECT * FROM (${CELLS}) AS c WHERE kind NOT IN ('outcome', 'type_outcome', 'language_outcome', 'failure')
    UNION ALL SELECT 'status', channel, type, language, status, reason FROM channels, types, languages, standings)
  INSERT INTO delivery_figure (minute, kind, channel, notification_type, language, label, detail, shard, amount, departed)
  SELECT $1::timestamptz + make_interval(mins => m), kind, channel, type, language, label, detail, shard, 10, 0
    FROM generate_series(0, 1) AS m, generate_series(1, ${SHARDS}) AS shard, cells`;

function array(values: readonly string[]): string {
  return `ARRAY[${values.map((value) => `'${value}'`).join(', ')}]`;
}

/** What waits for the end of quiet hours, and a few that are due. */
export async function seedQueue(database: Database, count: number, now: Date): Promise<void> {
  await database.query(
    `INSERT INTO delivery_queue (id, user_id, channel, notification_type, wait_reason, due_at, enqueued_at)
     SELECT gen_random_uuid(), 'customer-' || n, 'sms', 'order_shipped', CASE WHEN n % 100 > 0 THEN 'quiet_hours' END,
            $2::timestamptz + CASE WHEN n % 100 > 0 THEN make_interval(mins => 30 + n % 600) ELSE '0' END, $2
       FROM generate_series(1, $1::int) AS n`,
    [count, now],
  );
  await database.query('VACUUM ANALYZE delivery_queue');
}

/** Implements N8, F5, F9. Addresses that must not be written to, as keyed hashes, and the ledger of how they came and went. */
import type { Channel } from '#contracts';
import { type SuppressionReason, figureOfSuppression } from '#notifications';
import type { Sql, Transaction } from '../database.js';
import { addFigures } from './figure.repository.js';

/** Who asked for it, and by which way. */
export interface SuppressionOrigin {
  readonly source: string;
  readonly actor: string;
}

export interface SuppressedAddress extends SuppressionOrigin {
  readonly id: string;
  readonly channel: Channel;
  /** Under the active key. */
  readonly addressHash: Buffer;
  readonly reason: SuppressionReason;
}

/** A row of the list. */
export interface Suppression {
  readonly id: string;
  readonly channel: Channel;
  readonly addressHash: Buffer;
  readonly reason: SuppressionReason;
  readonly since: Date;
}

export interface SuppressionEvent extends SuppressionOrigin {
  readonly action: 'suppressed' | 'lifted';
  readonly channel: Channel;
  readonly addressHash: Buffer;
  readonly reason: SuppressionReason;
  readonly at: Date;
}

/**
 * Sorted, so that two batches never wait for each other in a circle.
 * @returns the ids of those that were not on the list for this reason; the others stay as they are
 */
export async function suppressAddresses(
  sql: Transaction,
  addresses: readonly SuppressedAddress[],
  now: Date,
): Promise<Set<string>> {
  const rows = await sql.query<{ id: string }>(
    `WITH said AS (
       SELECT DISTINCT ON (channel, address_hash, reason) id, channel, address_hash, reason, source, actor
         FROM unnest($1::uuid[], $2::text[], $3::bytea[], $4::text[], $5::text[], $6::text[])
                AS a(id, channel, address_hash, reason, source, actor)
        ORDER BY channel, address_hash, reason
     ), listed AS (
       INSERT INTO suppression (id, channel, address_hash, reason, created_at)
       SELECT id, channel, address_hash, reason, $7 FROM said ORDER BY channel, address_hash, reason
       ON CONFLICT (channel, address_hash, reason) DO NOTHING
       RETURNING id
     )
     INSERT INTO suppression_event (id, suppression_id, channel, address_hash, action, reason, source, actor, at)
     SELECT id, id, channel, address_hash, 'suppressed', reason, source, actor, $7 FROM said JOIN listed USING (id)
     RETURNING id`,
    [
      addresses.map((a) => a.id),
      addresses.map((a) => a.channel),
      addresses.map((a) => a.addressHash),
      addresses.map((a) => a.reason),
      addresses.map((a) => a.source),
      addresses.map((a) => a.actor),
      now,
    ],
  );
  const listed = new Set(rows.map(({ id }) => id));
  addFigures(
    sql,
    addresses
      .filter(({ id }) => listed.has(id))
      .map(({ channel, reason }) => figureOfSuppression(channel, reason, 'added')),
    now,
  );
  return listed;
}

const SELECT = `SELECT id, channel, address_hash AS "addressHash", reason, created_at AS since FROM suppression`;

/** What an address is on the list for, oldest first. @param hashes of it, one for each key in use */
export function findSuppressions(sql: Sql, channel: Channel, hashes: readonly Buffer[]): Promise<Suppression[]> {
  return sql.query<Suppression>(
    `${SELECT} WHERE channel = $1 AND address_hash = ANY($2::bytea[]) ORDER BY created_at, id`,
    [channel, hashes],
  );
}

/** As {@link findSuppressions}, and keeps it so until the transaction ends. */
export function lockSuppressions(sql: Sql, channel: Channel, hashes: readonly Buffer[]): Promise<Suppression[]> {
  return sql.query<Suppression>(
    `${SELECT} WHERE channel = $1 AND address_hash = ANY($2::bytea[]) ORDER BY channel, address_hash, reason FOR UPDATE`,
    [channel, hashes],
  );
}

/** One row, kept as it is until the transaction ends. */
export async function lockSuppression(sql: Sql, id: string): Promise<Suppression | undefined> {
  const [row] = await sql.query<Suppression>(`${SELECT} WHERE id = $1 FOR UPDATE`, [id]);
  return row;
}

/** Takes locked rows off the list. @param eventIds one for each */
export async function liftSuppressions(
  sql: Transaction,
  rows: readonly Suppression[],
  eventIds: readonly string[],
  { source, actor }: SuppressionOrigin,
  now: Date,
): Promise<void> {
  if (rows.length === 0) return;
  await sql.query(
    `WITH lifted AS (
       DELETE FROM suppression WHERE id = ANY($1::uuid[]) RETURNING id, channel, address_hash, reason
     )
     INSERT INTO suppression_event (id, suppression_id, channel, address_hash, action, reason, source, actor, at)
     SELECT e.id, l.id, l.channel, l.address_hash, 'lifted', l.reason, $3, $4, $5
       FROM lifted l JOIN unnest($1::uuid[], $2::uuid[]) AS e(suppression_id, id) ON e.suppression_id = l.id`,
    [rows.map((row) => row.id), eventIds, source, actor, now],
  );
  addFigures(
    sql,
    rows.map(({ channel, reason }) => figureOfSuppression(channel, reason, 'lifted')),
    now,
  );
}

/** What the ledger holds of an address, newest first. @param hashes of it, one for each key in use */
export function findSuppressionEvents(
  sql: Sql,
  channel: Channel,
  hashes: readonly Buffer[],
  limit: number,
): Promise<SuppressionEvent[]> {
  return sql.query<SuppressionEvent>(
    `SELECT action, channel, address_hash AS "addressHash", reason, source, actor, at
       FROM suppression_event WHERE channel = $1 AND address_hash = ANY($2::bytea[]) ORDER BY at DESC, id DESC LIMIT $3`,
    [channel, hashes, limit],
  );
}

/** Generously: a fresh row falls due 5 s after it was made. */
const FRESH_WITHIN_MS = 60_000;

/**
 * True while a send of this channel may be on its way to anybody. Whose address it goes to may be in the sealed event alone, so whoever
 * suppresses an address waits for all of them. What is being sent was due, or fresh, which is due within seconds: the rows that wait for the
 * morning need not be looked at, and an index on the state would cost every claim more than this costs the few who ask.
 */
export async function hasSendingRowsOn(sql: Sql, channel: Channel, now: Date): Promise<boolean> {
  const rows = await sql.query(
    `SELECT 1 FROM delivery_queue
      WHERE channel = $1 AND NOT parked AND due_at <= $2 AND state = 'sending' LIMIT 1`,
    [channel, new Date(now.getTime() + FRESH_WITHIN_MS)],
  );
  return rows.length > 0;
}

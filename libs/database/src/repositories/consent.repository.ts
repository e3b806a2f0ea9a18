/** Implements N8. The append-only ledger of consent to text messages. */
import { ADVERTISING_PURPOSES } from '#contracts';
import type { Sql } from '../database.js';

const ADVERTISING = ADVERTISING_PURPOSES.map((purpose) => `'${purpose}'`).join(', ');

/**
 * The entry that decides whether a customer may be texted about orders: the newest for a purpose that covers them.
 * @param userId an SQL expression
 */
export const latestSmsConsentOf = (userId: string): string =>
  `SELECT * FROM consent_event e
    WHERE e.user_id = ${userId} AND e.channel = 'sms' AND lower(e.purpose) NOT IN (${ADVERTISING})
    ORDER BY e.at DESC, e.id DESC LIMIT 1`;

export interface ConsentEvent {
  readonly id: string;
  readonly userId: string;
  readonly action: 'granted' | 'revoked';
  /** Keyed hash of the number; null: the number that becomes known next. */
  readonly addressHash: Buffer | null;
  readonly purpose: string;
  readonly method: string;
  readonly source: string;
  /** null: none of our wording was shown, and whoever asked did not name theirs. */
  readonly textVersion: string | null;
  readonly actor: string;
  readonly at: Date;
}

/** By customer. While the customers' preferences are held only a dispatcher changes them, which binds consent to the first number it meets. */
export async function findLatestSmsConsents(sql: Sql, userIds: readonly string[]): Promise<Map<string, ConsentEvent>> {
  const rows = await sql.query<ConsentEvent>(
    `SELECT c.id, c.user_id AS "userId", c.action, c.address_hash AS "addressHash", c.purpose, c.method, c.source,
            c.text_version AS "textVersion", c.actor, c.at
       FROM unnest($1::text[]) AS u(user_id) JOIN LATERAL (${latestSmsConsentOf('u.user_id')}) c ON true`,
    [userIds],
  );
  return new Map(rows.map((row) => [row.userId, row]));
}

/** Appends; what the ledger holds already (same customer, source, purpose and instant) is not repeated. */
export async function appendSmsConsents(sql: Sql, events: readonly ConsentEvent[]): Promise<void> {
  if (events.length === 0) return;
  await sql.query(
    `INSERT INTO consent_event (id, user_id, channel, action, address_hash, purpose, method, source, text_version, actor, at)
     SELECT c.id, c.user_id, 'sms', c.action, c.address_hash, c.purpose, c.method, c.source, c.text_version, c.actor, c.at
       FROM unnest($1::uuid[], $2::text[], $3::text[], $4::bytea[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
                   $10::timestamptz[])
              AS c(id, user_id, action, address_hash, purpose, method, source, text_version, actor, at)
      WHERE NOT EXISTS (SELECT 1 FROM consent_event e
                         WHERE e.user_id = c.user_id AND e.channel = 'sms' AND e.at = c.at AND e.source = c.source
                           AND e.purpose = c.purpose)`,
    [
      events.map((e) => e.id),
      events.map((e) => e.userId),
      events.map((e) => e.action),
      events.map((e) => e.addressHash),
      events.map((e) => e.purpose),
      events.map((e) => e.method),
      events.map((e) => e.source),
      events.map((e) => e.textVersion),
      events.map((e) => e.actor),
      events.map((e) => e.at),
    ],
  );
}

/**
 * Binds consent that was given before a number was known to the number known now: a number that comes later voids it.
 * The bound row keeps what was consented to, and is a moment newer than the one it binds.
 * @param numbers per customer, keyed hashes
 */
export async function bindSmsConsents(
  sql: Sql,
  numbers: readonly { id: string; userId: string; phoneHash: Buffer }[],
): Promise<void> {
  if (numbers.length === 0) return;
  await sql.query(
    `INSERT INTO consent_event (id, user_id, channel, action, address_hash, purpose, method, source, text_version, actor, at)
     SELECT n.id, c.user_id, c.channel, c.action, n.phone_hash, c.purpose, c.method, c.source, c.text_version, c.actor,
            c.at + interval '1 millisecond'
       FROM unnest($1::uuid[], $2::text[], $3::bytea[]) AS n(id, user_id, phone_hash)
       JOIN LATERAL (${latestSmsConsentOf('n.user_id')}) c ON true
      WHERE c.action = 'granted' AND c.address_hash IS NULL`,
    [numbers.map((n) => n.id), numbers.map((n) => n.userId), numbers.map((n) => n.phoneHash)],
  );
}

/** Implements N8. Everything that is held of one customer, for their own eyes; what is sealed stays so here. */
import type { Channel, NotificationType } from '#contracts';
import type { Sql } from '../database.js';
import type { AuditAction } from './audit.repository.js';

/** As it was received; `payloadSealed` is null where nothing may be kept. */
export interface HeldOrderEvent {
  readonly orderEventId: string;
  readonly source: string;
  readonly eventId: string;
  readonly type: NotificationType;
  readonly eventTime: Date;
  readonly receivedAt: Date;
  readonly payloadSealed: Buffer | null;
}

export interface HeldConsent {
  readonly channel: Channel;
  readonly action: 'granted' | 'revoked';
  /** Whether it names a number, of which a keyed hash is kept. */
  readonly boundToNumber: boolean;
  readonly purpose: string;
  readonly method: string;
  readonly source: string;
  readonly textVersion: string | null;
  readonly actor: string;
  readonly at: Date;
}

export interface HeldSuppression {
  readonly channel: Channel;
  readonly reason: string;
  readonly since: Date;
}

export interface HeldSuppressionEvent {
  readonly channel: Channel;
  readonly action: 'suppressed' | 'lifted';
  readonly reason: string;
  /** By which way it came. */
  readonly source: string;
  readonly at: Date;
}

/** Who did it is left out: that is about somebody else. */
export interface HeldAudit {
  readonly action: AuditAction;
  /** The customer, a notification or a suppression, by id. */
  readonly target: string;
  readonly at: Date;
}

/** A notification that was given up on. */
export interface HeldDeadLetter {
  readonly notificationId: string;
  readonly at: Date;
}

/** Oldest first. */
export function findHeldOrderEvents(sql: Sql, userId: string): Promise<HeldOrderEvent[]> {
  return sql.query<HeldOrderEvent>(
    `SELECT e.id AS "orderEventId", e.source, e.event_id AS "eventId", e.notification_type AS type, e.event_time AS "eventTime",
            e.created_at AS "receivedAt", e.payload_sealed AS "payloadSealed"
       FROM order_event e
      WHERE e.id = ANY(ARRAY(SELECT n.order_event_id FROM notification_log n WHERE n.user_id = $1)) ORDER BY e.id`,
    [userId],
  );
}

/** Oldest first. */
export function findHeldConsents(sql: Sql, userId: string): Promise<HeldConsent[]> {
  return sql.query<HeldConsent>(
    `SELECT channel, action, address_hash IS NOT NULL AS "boundToNumber", purpose, method, source,
            text_version AS "textVersion", actor, at
       FROM consent_event WHERE user_id = $1 ORDER BY at, id`,
    [userId],
  );
}

/** Keyed hashes of a customer's addresses. */
export interface AddressHashes {
  readonly email: readonly Buffer[];
  readonly phone: readonly Buffer[];
}

/** As the directory and the order events have them, also where the address itself can be read no more. */
export async function findHeldHashes(sql: Sql, userId: string): Promise<AddressHashes> {
  const rows = await sql.query<{ email: Buffer | null; phone: Buffer | null }>(
    `SELECT e.email_hash AS email, e.phone_hash AS phone FROM order_event e
      WHERE e.id = ANY(ARRAY(SELECT n.order_event_id FROM notification_log n WHERE n.user_id = $1))
      UNION SELECT r.email_hash, r.phone_hash FROM recipient r WHERE r.user_id = $1`,
    [userId],
  );
  return { email: rows.flatMap(({ email }) => email ?? []), phone: rows.flatMap(({ phone }) => phone ?? []) };
}

/** Oldest first. */
export function findHeldSuppressions(sql: Sql, { email, phone }: AddressHashes): Promise<HeldSuppression[]> {
  return sql.query<HeldSuppression>(
    `SELECT channel, reason, created_at AS since FROM suppression
      WHERE (channel = 'email' AND address_hash = ANY($1::bytea[])) OR (channel = 'sms' AND address_hash = ANY($2::bytea[]))
      ORDER BY created_at, id`,
    [email, phone],
  );
}

/** Oldest first. */
export function findHeldSuppressionEvents(sql: Sql, { email, phone }: AddressHashes): Promise<HeldSuppressionEvent[]> {
  return sql.query<HeldSuppressionEvent>(
    `SELECT channel, action, reason, source, at FROM suppression_event
      WHERE (channel = 'email' AND address_hash = ANY($1::bytea[])) OR (channel = 'sms' AND address_hash = ANY($2::bytea[]))
      ORDER BY at, id`,
    [email, phone],
  );
}

/** What was done by hand to the customer, to their notifications, or to the suppressions of their addresses. Oldest first. */
export function findHeldAudit(sql: Sql, userId: string, { email, phone }: AddressHashes): Promise<HeldAudit[]> {
  return sql.query<HeldAudit>(
    `SELECT action, target, at FROM audit
      WHERE (action IN ('customer_erased', 'customer_exported') AND target = $1)
         OR (action IN ('notification_retried', 'notification_replayed')
             AND target = ANY(ARRAY(SELECT n.id::text FROM notification_log n WHERE n.user_id = $1)))
         OR (action = 'suppression_lifted' AND target = ANY(ARRAY(
              SELECT s.suppression_id::text FROM suppression_event s
               WHERE (s.channel = 'email' AND s.address_hash = ANY($2::bytea[]))
                  OR (s.channel = 'sms' AND s.address_hash = ANY($3::bytea[])))))
      ORDER BY at, id`,
    [userId, email, phone],
  );
}

/** Oldest first. */
export function findHeldDeadLetters(sql: Sql, userId: string): Promise<HeldDeadLetter[]> {
  return sql.query<HeldDeadLetter>(
    `SELECT d.notification_id AS "notificationId", d.at
       FROM dead_letter d JOIN notification_log n ON n.id = d.notification_id
      WHERE n.user_id = $1 ORDER BY d.at, d.notification_id`,
    [userId],
  );
}

/** Sends counted per local date, oldest first. */
export function findHeldCounts(sql: Sql, userId: string): Promise<{ date: string; count: number }[]> {
  return sql.query<{ date: string; count: number }>(
    `SELECT local_date::text AS date, count FROM daily_count WHERE user_id = $1 ORDER BY local_date`,
    [userId],
  );
}

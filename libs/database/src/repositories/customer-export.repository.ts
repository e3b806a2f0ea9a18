/** Implements N8. Everything that is held of one customer, for their own eyes; what is sealed stays so here. */
import type { Channel, NotificationType } from '#contracts';
import type { Sql } from '../database.js';

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
  readonly textVersion: string;
  readonly actor: string;
  readonly at: Date;
}

export interface HeldSuppression {
  readonly channel: Channel;
  readonly reason: string;
  readonly since: Date;
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

/** Of the addresses that the customer's directory entry and order events name. */
export function findHeldSuppressions(sql: Sql, userId: string): Promise<HeldSuppression[]> {
  return sql.query<HeldSuppression>(
    `WITH event AS (
       SELECT e.email_hash, e.phone_hash FROM order_event e
        WHERE e.id = ANY(ARRAY(SELECT n.order_event_id FROM notification_log n WHERE n.user_id = $1))
       UNION SELECT r.email_hash, r.phone_hash FROM recipient r WHERE r.user_id = $1)
     SELECT s.channel, s.reason, s.created_at AS since FROM suppression s
      WHERE (s.channel = 'email' AND s.address_hash IN (SELECT email_hash FROM event))
         OR (s.channel = 'sms' AND s.address_hash IN (SELECT phone_hash FROM event))
      ORDER BY s.created_at`,
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

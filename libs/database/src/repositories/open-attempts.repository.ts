/** Implements F4, N9. What is asked of a provider about attempts whose outcome is not known. */
import type { Sql } from '../database.js';

/** An attempt whose outcome is not known. */
export interface OpenAttempt {
  /** From 1. */
  readonly number: number;
  /** When it was begun; of a process that stopped in mid-send: when that was found. */
  readonly at: Date;
}

export interface OpenAttempts {
  /** In the order of their numbers; at least one. */
  readonly attempts: readonly OpenAttempt[];
  /** Nothing of this notification was sent before. */
  readonly plannedAt: Date;
  /** The provider's ids of messages known to be others: this notification's other attempts, and the customer's other notifications. */
  readonly otherMessageIds: ReadonlySet<string>;
}

interface Row {
  id: string;
  created_at: Date;
  /** As JSON, so `at` is text. */
  attempts: { number: number; at: string }[];
  other_message_ids: string[];
}

/** Notifications without such an attempt are left out. */
export async function loadOpenAttempts(sql: Sql, ids: readonly string[]): Promise<Map<string, OpenAttempts>> {
  const rows = await sql.query<Row>(
    `SELECT n.id, n.created_at, o.attempts,
            ARRAY(SELECT a.provider_message_id
                    FROM notification_log s JOIN notification_attempt a ON a.notification_id = s.id
                   WHERE s.user_id = n.user_id AND s.channel = n.channel AND a.provider_message_id IS NOT NULL)
              AS other_message_ids
       FROM unnest($1::uuid[]) AS i(id)
       JOIN notification_log n ON n.id = i.id AND n.id = ANY($1::uuid[])
       JOIN LATERAL (
         SELECT jsonb_agg(jsonb_build_object('number', a.number, 'at', a.at) ORDER BY a.number) AS attempts
           FROM notification_attempt a WHERE a.notification_id = n.id AND a.outcome = 'unconfirmed') o
         ON o.attempts IS NOT NULL`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, openAttemptsOf(row)]));
}

function openAttemptsOf({ attempts, created_at: plannedAt, other_message_ids: ids }: Row): OpenAttempts {
  return {
    attempts: attempts.map(({ number, at }) => ({ number, at: new Date(at) })),
    plannedAt,
    otherMessageIds: new Set(ids),
  };
}

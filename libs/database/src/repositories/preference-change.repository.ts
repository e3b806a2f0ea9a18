/** Implements F3, F5, N8. Who changed which preference, when, and where. Append-only. */
import { figureOfChoice } from '#notifications';
import type { Sql, Transaction } from '../database.js';
import { addFigures } from './figure.repository.js';

/** One choice before and after; see the names in the API. */
export interface ChangedChoice {
  readonly choice: string;
  readonly from: boolean | string | null;
  readonly to: boolean | string | null;
}

export interface PreferenceChange {
  readonly id: string;
  readonly userId: string;
  /** Of the preferences, after the change. */
  readonly version: number;
  readonly actor: string;
  /** Where the change was made. */
  readonly source: string;
  /** At least one. */
  readonly changes: readonly ChangedChoice[];
  readonly at: Date;
}

/** In the transaction of the change itself, with its lock held: so versions are appended in their order. */
export async function appendPreferenceChange(sql: Transaction, change: PreferenceChange): Promise<void> {
  await sql.query(
    `INSERT INTO preference_change (id, user_id, version, actor, source, changes, at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [change.id, change.userId, change.version, change.actor, change.source, JSON.stringify(change.changes), change.at],
  );
  addFigures(sql, change.changes.map(figureOfChoice), change.at);
}

/** A customer's changes, newest first. */
export function findPreferenceChanges(sql: Sql, userId: string, limit: number): Promise<PreferenceChange[]> {
  return sql.query<PreferenceChange>(
    `SELECT id, user_id AS "userId", version, actor, source, changes, at
       FROM preference_change WHERE user_id = $1 ORDER BY version DESC LIMIT $2`,
    [userId, limit],
  );
}

/** When a customer's switch came to stand against a notification. */
export interface SwitchQuestion {
  readonly notificationId: string;
  readonly userId: string;
  /** As changes name it. */
  readonly choice: string;
  /** How it stands until somebody changes it. */
  readonly onByDefault: boolean;
  /** When the notification was planned. */
  readonly plannedAt: Date;
}

export interface SwitchedOff {
  readonly at: Date;
  readonly source: string;
}

/**
 * The change that switched each of them off: the one in force when the notification was planned; where the switch was on then, the first one
 * after that, while it waited. None where it was off from the beginning.
 */
export async function findSwitchedOff(
  sql: Sql,
  questions: readonly SwitchQuestion[],
): Promise<Map<string, SwitchedOff>> {
  if (questions.length === 0) return new Map();
  const rows = await sql.query<SwitchedOff & { notificationId: string }>(
    `SELECT q.id AS "notificationId", found.at, found.source
       FROM unnest($1::uuid[], $2::text[], $3::text[], $4::boolean[], $5::timestamptz[])
              AS q(id, user_id, choice, is_on, planned_at)
       LEFT JOIN LATERAL (
         SELECT p.at, p.source, c.value -> 'to' = 'false'::jsonb AS is_off
           FROM preference_change p, jsonb_array_elements(p.changes) AS c
          WHERE p.user_id = q.user_id AND p.at <= q.planned_at AND c.value ->> 'choice' = q.choice
          ORDER BY p.version DESC LIMIT 1) AS stood ON true
       LEFT JOIN LATERAL (
         SELECT p.at, p.source
           FROM preference_change p, jsonb_array_elements(p.changes) AS c
          WHERE p.user_id = q.user_id AND p.at > q.planned_at AND c.value ->> 'choice' = q.choice
            AND c.value -> 'to' = 'false'::jsonb
          ORDER BY p.version LIMIT 1) AS followed ON true
      CROSS JOIN LATERAL (
         SELECT CASE WHEN stood.is_off THEN stood.at WHEN coalesce(NOT stood.is_off, q.is_on) THEN followed.at END AS at,
                CASE WHEN stood.is_off THEN stood.source ELSE followed.source END AS source) AS found
      WHERE found.at IS NOT NULL`,
    [
      questions.map((q) => q.notificationId),
      questions.map((q) => q.userId),
      questions.map((q) => q.choice),
      questions.map((q) => q.onByDefault),
      questions.map((q) => q.plannedAt),
    ],
  );
  return new Map(rows.map(({ notificationId, at, source }) => [notificationId, { at, source }]));
}

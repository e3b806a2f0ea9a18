/** Implements F3, F5, N8. Who changed which preference, when, and where. Append-only. */
import type { Sql } from '../database.js';

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
export async function appendPreferenceChange(sql: Sql, change: PreferenceChange): Promise<void> {
  await sql.query(
    `INSERT INTO preference_change (id, user_id, version, actor, source, changes, at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [change.id, change.userId, change.version, change.actor, change.source, JSON.stringify(change.changes), change.at],
  );
}

/** A customer's changes, newest first. */
export function findPreferenceChanges(sql: Sql, userId: string, limit: number): Promise<PreferenceChange[]> {
  return sql.query<PreferenceChange>(
    `SELECT id, user_id AS "userId", version, actor, source, changes, at
       FROM preference_change WHERE user_id = $1 ORDER BY version DESC LIMIT $2`,
    [userId, limit],
  );
}

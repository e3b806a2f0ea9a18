/** Implements F3, AC-01. A customer's preferences, replaced as a whole under an optimistic version. */
import { DEFAULT_PREFERENCES, type Preferences } from '#contracts';
import type { Sql } from '../database.js';
import { type PreferenceColumns, preferencesOf } from './customer.repository.js';

export interface StoredPreferences {
  readonly preferences: Preferences;
  /** 0 before the first change. */
  readonly version: number;
  readonly updatedAt: Date | null;
  /** Nothing may be kept of this customer; the preferences are the defaults. */
  readonly erased: boolean;
}

interface PreferenceRow extends PreferenceColumns {
  /** null: none stored; then so are the others. */
  readonly version: number | null;
  readonly updated_at: Date;
  readonly erased: boolean;
}

const SELECT = `
  SELECT p.global_enabled, p.channel_email, p.channel_sms, p.channel_in_app, p.quiet_hours_enabled, p.quiet_hours_start,
         p.quiet_hours_end, p.time_zone, p.language, p.version, p.updated_at, r.deleted_at IS NOT NULL AS erased,
         (SELECT jsonb_object_agg(t.notification_type, jsonb_build_object('enabled', t.enabled, 'channels', t.channels))
            FROM notification_type_preferences t WHERE t.user_id = p.user_id) AS types
    FROM (SELECT $1::text AS user_id) u
    LEFT JOIN notification_preferences p ON p.user_id = u.user_id
    LEFT JOIN recipient r ON r.user_id = u.user_id`;

export async function findPreferences(sql: Sql, userId: string): Promise<StoredPreferences> {
  const [row] = await sql.query<PreferenceRow>(SELECT, [userId]);
  const erased = row?.erased ?? false;
  return row === undefined || row.version === null || erased
    ? { preferences: DEFAULT_PREFERENCES, version: 0, updatedAt: null, erased }
    : { preferences: preferencesOf(row), version: row.version, updatedAt: row.updated_at, erased };
}

/**
 * Holds a customer's preferences until the transaction ends. The advisory lock covers the customer who has no row yet: two first
 * changes at once would otherwise both read version 0.
 */
export async function lockPreferences(sql: Sql, userId: string): Promise<StoredPreferences> {
  await sql.query(`SELECT pg_advisory_xact_lock(hashtextextended($1, 1))`, [userId]);
  return findPreferences(sql, userId);
}

/** As {@link lockPreferences}, of several customers and without reading them. */
export async function holdPreferences(sql: Sql, userIds: readonly string[]): Promise<void> {
  await sql.query(`SELECT pg_advisory_xact_lock(hashtextextended(u, 1)) FROM unnest($1::text[]) AS u`, [
    [...userIds].sort(),
  ]);
}

/** Replaces everything; call with the lock held. @returns the new version */
export async function savePreferences(
  sql: Sql,
  userId: string,
  preferences: Preferences,
  now: Date,
): Promise<StoredPreferences> {
  const { channels, quietHours } = preferences;
  const types = Object.entries(preferences.types);
  const [row] = await sql.query<{ version: number }>(
    `WITH dropped AS (
       DELETE FROM notification_type_preferences WHERE user_id = $1 AND NOT notification_type = ANY($12::text[])
     ), kept AS (
       INSERT INTO notification_type_preferences (user_id, notification_type, enabled, channels)
       SELECT $1, t.* FROM unnest($12::text[], $13::boolean[], $14::jsonb[]) AS t
       ON CONFLICT (user_id, notification_type) DO UPDATE SET enabled = excluded.enabled, channels = excluded.channels
     )
     INSERT INTO notification_preferences AS p (user_id, global_enabled, channel_email, channel_sms, channel_in_app,
            quiet_hours_enabled, quiet_hours_start, quiet_hours_end, time_zone, language, created_at, updated_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11)
     ON CONFLICT (user_id) DO UPDATE SET global_enabled = $2, channel_email = $3, channel_sms = $4, channel_in_app = $5,
            quiet_hours_enabled = $6, quiet_hours_start = $7, quiet_hours_end = $8, time_zone = $9, language = $10,
            version = p.version + 1, updated_at = $11
     RETURNING version`,
    [
      userId,
      preferences.globalEnabled,
      channels.email,
      channels.sms,
      channels.in_app,
      quietHours.enabled,
      quietHours.start,
      quietHours.end,
      preferences.timeZone,
      preferences.language,
      now,
      types.map(([type]) => type),
      types.map(([, choice]) => choice.enabled),
      types.map(([, choice]) => (choice.channels === undefined ? null : JSON.stringify(choice.channels))),
    ],
  );
  return { preferences, version: row?.version ?? 1, updatedAt: now, erased: false };
}

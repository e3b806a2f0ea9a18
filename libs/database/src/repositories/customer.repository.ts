/** Implements F3, N3. What the rules need to know about customers, read in one statement. */
import { DEFAULT_PREFERENCES, type Channel, type Language, type Preferences, type TypePreference } from '#contracts';
import type { Sql } from '../database.js';
import { latestSmsConsentOf } from './consent.repository.js';

export interface DirectoryRecord {
  readonly contactSealed: Buffer | null;
  readonly emailHash: Buffer | null;
  readonly phoneHash: Buffer | null;
  readonly timeZone: string | null;
  readonly language: string | null;
}

export interface CustomerRecord {
  readonly userId: string;
  readonly preferences: Preferences;
  /** null: the directory has not heard of the customer, or the customer was deleted. */
  readonly directory: DirectoryRecord | null;
  readonly erased: boolean;
  /** The latest consent event on texts about orders. An `addressHash` of null covers the number known next. */
  readonly smsConsent: { readonly granted: boolean; readonly addressHash: Buffer | null } | null;
}

export interface PreferenceColumns {
  readonly global_enabled: boolean;
  readonly channel_email: boolean;
  readonly channel_sms: boolean;
  readonly channel_in_app: boolean;
  readonly quiet_hours_enabled: boolean;
  /** `HH:MM:SS` */
  readonly quiet_hours_start: string;
  readonly quiet_hours_end: string;
  readonly time_zone: string | null;
  readonly language: string | null;
  readonly types: Record<string, { enabled: boolean; channels: Channel[] | null }> | null;
}

interface CustomerRow extends Omit<PreferenceColumns, 'global_enabled'> {
  readonly user_id: string;
  /** null: no preferences stored. */
  readonly global_enabled: boolean | null;
  readonly known: boolean;
  readonly deleted_at: Date | null;
  readonly contact_sealed: Buffer | null;
  readonly email_hash: Buffer | null;
  readonly phone_hash: Buffer | null;
  readonly directory_time_zone: string | null;
  readonly directory_language: string | null;
  readonly consent_action: string | null;
  readonly consent_address_hash: Buffer | null;
}

const SELECT_CUSTOMERS = `
  SELECT u.user_id,
         p.global_enabled, p.channel_email, p.channel_sms, p.channel_in_app,
         p.quiet_hours_enabled, p.quiet_hours_start, p.quiet_hours_end, p.time_zone, p.language,
         (SELECT jsonb_object_agg(t.notification_type, jsonb_build_object('enabled', t.enabled, 'channels', t.channels))
            FROM notification_type_preferences t WHERE t.user_id = u.user_id) AS types,
         r.user_id IS NOT NULL AS known, r.deleted_at, r.contact_sealed, r.email_hash, r.phone_hash,
         r.time_zone AS directory_time_zone, r.language AS directory_language,
         c.action AS consent_action, c.address_hash AS consent_address_hash
    FROM unnest($1::text[]) AS u(user_id)
    LEFT JOIN notification_preferences p ON p.user_id = u.user_id
    LEFT JOIN recipient r ON r.user_id = u.user_id
    LEFT JOIN LATERAL (${latestSmsConsentOf('u.user_id')}) c ON true`;

/** @param userIds without repeats; every one has an entry in the result */
export async function loadCustomers(sql: Sql, userIds: readonly string[]): Promise<Map<string, CustomerRecord>> {
  const rows = await sql.query<CustomerRow>(SELECT_CUSTOMERS, [userIds]);
  return new Map(rows.map((row) => [row.user_id, customerOf(row)]));
}

function customerOf(row: CustomerRow): CustomerRecord {
  const known = row.known && row.deleted_at === null;
  return {
    userId: row.user_id,
    preferences: row.global_enabled === null ? DEFAULT_PREFERENCES : preferencesOf(row as PreferenceColumns),
    directory: known
      ? {
          contactSealed: row.contact_sealed,
          emailHash: row.email_hash,
          phoneHash: row.phone_hash,
          timeZone: row.directory_time_zone,
          language: row.directory_language,
        }
      : null,
    erased: row.deleted_at !== null,
    smsConsent:
      row.consent_action === null
        ? null
        : { granted: row.consent_action === 'granted', addressHash: row.consent_address_hash },
  };
}

export function preferencesOf(row: PreferenceColumns): Preferences {
  return {
    globalEnabled: row.global_enabled,
    channels: { email: row.channel_email, sms: row.channel_sms, in_app: row.channel_in_app },
    types: Object.fromEntries(
      Object.entries(row.types ?? {}).map(([type, choice]) => [type, typePreferenceOf(choice)]),
    ),
    quietHours: {
      enabled: row.quiet_hours_enabled,
      start: row.quiet_hours_start.slice(0, 5),
      end: row.quiet_hours_end.slice(0, 5),
    },
    timeZone: row.time_zone,
    language: row.language as Language | null,
  };
}

function typePreferenceOf(choice: { enabled: boolean; channels: Channel[] | null }): TypePreference {
  return choice.channels === null
    ? { enabled: choice.enabled }
    : { enabled: choice.enabled, channels: choice.channels };
}

/**
 * Consent covers the number it was given for, or, given before a number was known, the next one.
 * @param phoneHashes of the number, one for each key in use: consent may be older than the active one. None: there is no number yet
 */
export function hasSmsConsent(
  { smsConsent }: Pick<CustomerRecord, 'smsConsent'>,
  phoneHashes: readonly Buffer[],
): boolean {
  if (smsConsent?.granted !== true) return false;
  const { addressHash } = smsConsent;
  return addressHash === null || phoneHashes.length === 0 || phoneHashes.some((hash) => hash.equals(addressHash));
}

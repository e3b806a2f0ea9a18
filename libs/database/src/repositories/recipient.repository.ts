/** Implements N6, N8. The recipient directory, fed by customer events. */
import type { Sql } from '../database.js';

export interface DirectoryRow {
  readonly userId: string;
  /** null: nothing known, or a tombstone. */
  readonly contactSealed: Buffer | null;
  readonly emailHash: Buffer | null;
  readonly phoneHash: Buffer | null;
  readonly language: string | null;
  readonly timeZone: string | null;
  readonly country: string | null;
  readonly eventTime: Date;
  readonly deletedAt: Date | null;
  /** On our clock. */
  readonly writtenAt: Date;
}

interface RecipientRow {
  user_id: string;
  contact_sealed: Buffer | null;
  email_hash: Buffer | null;
  phone_hash: Buffer | null;
  language: string | null;
  time_zone: string | null;
  country: string | null;
  event_time: Date;
  deleted_at: Date | null;
  updated_at: Date;
}

const SELECT = `
  SELECT user_id, contact_sealed, email_hash, phone_hash, language, time_zone, country, event_time, deleted_at,
         updated_at
    FROM recipient`;

/** A tombstone is an entry, too. */
export async function findRecipient(sql: Sql, userId: string): Promise<DirectoryRow | undefined> {
  const [row] = await sql.query<RecipientRow>(`${SELECT} WHERE user_id = $1`, [userId]);
  return row && entryOf(row);
}

/** Locks and returns the entries that exist, in key order; absent fields of an update are filled from them. */
export async function lockRecipients(sql: Sql, userIds: readonly string[]): Promise<Map<string, DirectoryRow>> {
  const rows = await sql.query<RecipientRow>(`${SELECT} WHERE user_id = ANY($1::text[]) ORDER BY user_id FOR UPDATE`, [
    userIds,
  ]);
  return new Map(rows.map((row) => [row.user_id, entryOf(row)]));
}

function entryOf(row: RecipientRow): DirectoryRow {
  return {
    userId: row.user_id,
    contactSealed: row.contact_sealed,
    emailHash: row.email_hash,
    phoneHash: row.phone_hash,
    language: row.language,
    timeZone: row.time_zone,
    country: row.country,
    eventTime: row.event_time,
    deletedAt: row.deleted_at,
    writtenAt: row.updated_at,
  };
}

/** The guard on `event_time` settles the race of two dispatchers over a customer who has no row to lock yet. */
export async function upsertRecipients(
  sql: Sql,
  rows: readonly Omit<DirectoryRow, 'writtenAt'>[],
  now: Date,
): Promise<void> {
  if (rows.length === 0) return;
  const sorted = [...rows].sort((a, b) => (a.userId < b.userId ? -1 : 1));
  await sql.query(
    `INSERT INTO recipient AS r (user_id, contact_sealed, email_hash, phone_hash, language, time_zone, country, event_time,
                                 deleted_at, updated_at)
     SELECT n.*, $10 FROM unnest($1::text[], $2::bytea[], $3::bytea[], $4::bytea[], $5::text[], $6::text[], $7::text[],
                                 $8::timestamptz[], $9::timestamptz[]) AS n
     ON CONFLICT (user_id) DO UPDATE
        SET contact_sealed = excluded.contact_sealed, email_hash = excluded.email_hash, phone_hash = excluded.phone_hash,
            language = excluded.language, time_zone = excluded.time_zone, country = excluded.country,
            event_time = excluded.event_time, deleted_at = excluded.deleted_at, updated_at = excluded.updated_at
      WHERE r.event_time < excluded.event_time
         OR (r.event_time = excluded.event_time AND excluded.deleted_at IS NOT NULL)`,
    [
      sorted.map((r) => r.userId),
      sorted.map((r) => r.contactSealed),
      sorted.map((r) => r.emailHash),
      sorted.map((r) => r.phoneHash),
      sorted.map((r) => r.language),
      sorted.map((r) => r.timeZone),
      sorted.map((r) => r.country),
      sorted.map((r) => r.eventTime),
      sorted.map((r) => r.deletedAt),
      now,
    ],
  );
}

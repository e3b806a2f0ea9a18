/** Implements N6, N8, AC-14. The ledger of erasures, in the database of the keys: as new as they are, whatever the other tables come back as. */
import type { Channel } from '#contracts';
import type { Sql } from '../database.js';

export interface Erasure {
  readonly userId: string;
  /** Time of the deletion, comparable with `event_time` of the directory. */
  readonly erasedAt: Date;
}

/** An erasure as the directory has it. */
export interface Tombstone extends Erasure {
  readonly writtenAt: Date;
}

/** Something a provider is to forget; sealed for the service, for the customer has no key any more. */
export interface ProviderErasureRow {
  readonly id: string;
  readonly channel: Channel;
  readonly subjectSealed: Buffer;
}

/**
 * Destroys keys for good; to be run in one transaction with `insertProviderErasures`. The ledger comes first: whoever makes keys looks there.
 * `writtenAt`: when the tombstone was written; a key made later belongs to a customer who came back, and stays.
 */
export async function destroyKeys(sql: Sql, erasures: readonly Tombstone[]): Promise<void> {
  const sorted = [...erasures].sort((a, b) => (a.userId < b.userId ? -1 : 1));
  const userIds = sorted.map((e) => e.userId);
  await sql.query(
    `INSERT INTO vault.erasure AS e (user_id, erased_at)
     SELECT * FROM unnest($1::text[], $2::timestamptz[])
     ON CONFLICT (user_id) DO UPDATE SET erased_at = excluded.erased_at WHERE e.erased_at < excluded.erased_at`,
    [userIds, sorted.map((e) => e.erasedAt)],
  );
  await sql.query(
    `DELETE FROM vault.recipient_key k USING unnest($1::text[], $2::timestamptz[]) AS t(user_id, written_at)
      WHERE k.user_id = t.user_id AND k.created_at <= t.written_at`,
    [userIds, sorted.map((e) => e.writtenAt)],
  );
}

/** @returns whether one of these was erased, and the news is newer */
export async function anyComesBack(sql: Sql, news: readonly { userId: string; at: Date }[]): Promise<boolean> {
  const rows = await sql.query(
    `SELECT 1 FROM unnest($1::text[], $2::timestamptz[]) AS n(user_id, at)
       JOIN vault.erasure e ON e.user_id = n.user_id AND e.erased_at < n.at LIMIT 1`,
    [news.map(({ userId }) => userId), news.map(({ at }) => at)],
  );
  return rows.length > 0;
}

/** A page of the ledger in the order of its customers. */
export async function listErasures(sql: Sql, afterUserId: string, limit: number): Promise<Erasure[]> {
  return sql.query<Erasure>(
    `SELECT user_id AS "userId", erased_at AS "erasedAt" FROM vault.erasure WHERE user_id > $1 ORDER BY user_id LIMIT $2`,
    [afterUserId, limit],
  );
}

export async function insertProviderErasures(sql: Sql, rows: readonly ProviderErasureRow[], now: Date): Promise<void> {
  if (rows.length === 0) return;
  await sql.query(
    `INSERT INTO vault.provider_erasure (id, channel, subject_sealed, due_at, created_at)
     SELECT r.*, $4, $4 FROM unnest($1::uuid[], $2::text[], $3::bytea[]) AS r`,
    [rows.map((r) => r.id), rows.map((r) => r.channel), rows.map((r) => r.subjectSealed), now],
  );
}

export interface ClaimedErasure {
  readonly id: string;
  readonly subjectSealed: Buffer;
  /** This one included. */
  readonly tries: number;
}

/** Takes due requests until `leaseUntil`; one whose process stops falls due again then. SKIP LOCKED: another replica may be taking some. */
export async function claimProviderErasures(
  sql: Sql,
  channel: Channel,
  limit: number,
  now: Date,
  leaseUntil: Date,
): Promise<ClaimedErasure[]> {
  return sql.query<ClaimedErasure>(
    `UPDATE vault.provider_erasure SET due_at = $4, tries = tries + 1 WHERE id = ANY(ARRAY(
       SELECT p.id FROM vault.provider_erasure p
        WHERE p.channel = $1 AND p.due_at <= $3 ORDER BY p.due_at LIMIT $2 FOR UPDATE SKIP LOCKED))
     RETURNING id, subject_sealed AS "subjectSealed", tries`,
    [channel, limit, now, leaseUntil],
  );
}

export async function deleteProviderErasure(sql: Sql, id: string): Promise<void> {
  await sql.query(`DELETE FROM vault.provider_erasure WHERE id = $1`, [id]);
}

export async function postponeProviderErasure(sql: Sql, id: string, dueAt: Date): Promise<void> {
  await sql.query(`UPDATE vault.provider_erasure SET due_at = $2 WHERE id = $1`, [id, dueAt]);
}

/** Requests of a channel that no provider has taken yet. */
export async function countProviderErasures(sql: Sql, channel: Channel): Promise<number> {
  const [row] = await sql.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM vault.provider_erasure WHERE channel = $1`,
    [channel],
  );
  return row?.count ?? 0;
}

/** Every request that waits; there are few. */
export async function listProviderErasures(sql: Sql): Promise<ProviderErasureRow[]> {
  return sql.query<ProviderErasureRow>(
    `SELECT id, channel, subject_sealed AS "subjectSealed" FROM vault.provider_erasure ORDER BY id`,
  );
}

export async function resealProviderErasure(sql: Sql, row: ProviderErasureRow): Promise<void> {
  await sql.query(`UPDATE vault.provider_erasure SET subject_sealed = $2 WHERE id = $1`, [row.id, row.subjectSealed]);
}

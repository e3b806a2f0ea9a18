/** Implements AC-16. Incoming events that could not be used; one row per topic position, however often it is read. */
import type { Sql } from '../database.js';

export interface RejectedEvent {
  readonly id: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly code: string;
  readonly message: string;
  readonly originalSealed: Buffer;
}

/** Sorted, so that two batches never wait for each other in a circle. @returns the id under which each event is stored, in the order given: an earlier one where it was stored before */
export async function storeRejectedEvents(sql: Sql, events: readonly RejectedEvent[], now: Date): Promise<string[]> {
  const rows = await sql.query<{ id: string; position: string }>(
    `INSERT INTO rejected_event AS r (id, topic, message_partition, message_offset, code, message, original_sealed, created_at)
     SELECT e.*, $8 FROM unnest($1::uuid[], $2::text[], $3::int[], $4::bigint[], $5::text[], $6::text[], $7::bytea[])
            AS e(id, topic, message_partition, message_offset, code, message, original_sealed)
      ORDER BY e.topic, e.message_partition, e.message_offset
     ON CONFLICT (topic, message_partition, message_offset) DO UPDATE SET code = r.code
     RETURNING id, message_partition || ':' || message_offset || ':' || topic AS position`,
    [
      events.map((e) => e.id),
      events.map((e) => e.topic),
      events.map((e) => e.partition),
      events.map((e) => e.offset),
      events.map((e) => e.code),
      events.map((e) => e.message),
      events.map((e) => e.originalSealed),
      now,
    ],
  );
  const ids = new Map(rows.map((row) => [row.position, row.id]));
  return events.map((e) => ids.get(`${e.partition}:${e.offset}:${e.topic}`) ?? e.id);
}

/** A rejected event on its way back to its topic, the original still sealed. */
export interface ReplayableEvent extends Omit<RejectedEvent, 'code' | 'message'> {
  /** null: never before. */
  readonly replayedAt: Date | null;
}

/** Locked in id order until the transaction ends: of two people who replay the same one, the second finds it replayed. */
export async function lockRejectedEvents(sql: Sql, ids: readonly string[]): Promise<ReplayableEvent[]> {
  return sql.query<ReplayableEvent>(
    `SELECT id, topic, message_partition AS partition, message_offset AS offset, original_sealed AS "originalSealed",
            replayed_at AS "replayedAt"
       FROM rejected_event WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE`,
    [ids],
  );
}

/** Of events that `lockRejectedEvents` locked. */
export async function markReplayed(sql: Sql, ids: readonly string[], now: Date): Promise<void> {
  await sql.query(`UPDATE rejected_event SET replayed_at = $2 WHERE id = ANY($1::uuid[])`, [ids, now]);
}

export type SealedOriginal = Omit<RejectedEvent, 'code' | 'message'>;

/** A page in id order, the originals still sealed. */
export function listSealedOriginals(sql: Sql, afterId: string, limit: number): Promise<SealedOriginal[]> {
  return sql.query<SealedOriginal>(
    `SELECT id, topic, message_partition AS partition, message_offset AS offset, original_sealed AS "originalSealed"
       FROM rejected_event WHERE id > $1 ORDER BY id LIMIT $2`,
    [afterId, limit],
  );
}

/** One that retention took meanwhile stays away. */
export async function saveOriginal(sql: Sql, { id, originalSealed }: SealedOriginal): Promise<void> {
  await sql.query(`UPDATE rejected_event SET original_sealed = $2 WHERE id = $1`, [id, originalSealed]);
}

export async function deleteRejectedEvents(sql: Sql, ids: readonly string[]): Promise<void> {
  await sql.query(`DELETE FROM rejected_event WHERE id = ANY($1::uuid[])`, [[...ids].sort()]);
}

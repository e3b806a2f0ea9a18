/** Implements F4, F9, N8. Who did what by hand, and when. Append-only. */
import type { Sql } from '../database.js';

export type AuditAction =
  | 'notification_retried'
  | 'notification_replayed'
  | 'event_replayed'
  | 'delivery_paused'
  | 'delivery_resumed'
  | 'suppression_lifted'
  | 'customer_erased'
  | 'customer_exported'
  | 'restore_rewound'
  | 'restore_settled';

export interface AuditEntry {
  readonly id: string;
  /** Subject of the access token. */
  readonly actor: string;
  readonly action: AuditAction;
  /** Id of what or whom it was done to, the scope of a pause, or the time that a restored database is of. */
  readonly target: string;
}

export async function appendAudit(sql: Sql, entries: readonly AuditEntry[], now: Date): Promise<void> {
  if (entries.length === 0) return;
  await sql.query(
    `INSERT INTO audit (id, actor, action, target, at)
     SELECT e.*, $5 FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) AS e`,
    [
      entries.map((e) => e.id),
      entries.map((e) => e.actor),
      entries.map((e) => e.action),
      entries.map((e) => e.target),
      now,
    ],
  );
}

/** @returns how often one of these was done since then */
export async function countAudited(sql: Sql, actions: readonly AuditAction[], since: Date): Promise<number> {
  const [row] = await sql.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM audit WHERE at > $2 AND action = ANY($1::text[])`,
    [actions, since],
  );
  return row?.count ?? 0;
}

/** An entry as it is read. */
export interface AuditRecord {
  readonly actor: string;
  readonly action: AuditAction;
  readonly target: string;
  readonly at: Date;
}

/** What was done to these targets since then, oldest first. */
export function findAudited(sql: Sql, targets: readonly string[], since: Date, limit: number): Promise<AuditRecord[]> {
  return sql.query<AuditRecord>(
    `SELECT actor, action, target, at FROM audit WHERE target = ANY($1::text[]) AND at >= $2 ORDER BY at, id LIMIT $3`,
    [targets, since, limit],
  );
}

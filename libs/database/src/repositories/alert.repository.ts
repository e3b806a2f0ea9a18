/** Implements F5, AC-17. Alerts, active and past. However many replicas watch, one of a kind about one subject is active at a time. */
import type { Alert, AlertSeverity } from '#contracts';
import type { Sql } from '../database.js';

/** An alert that is raised, and when its cause was last seen. */
export interface ActiveAlert extends Alert {
  readonly seenAt: Date;
}

/** What is about to be raised. */
export type NewAlert = Pick<Alert, 'id' | 'name' | 'subject' | 'severity' | 'detail' | 'value' | 'threshold'>;

/** The cause of an active alert, seen again. */
export type SeenAlert = Pick<Alert, 'id' | 'detail' | 'value'>;

/** Where a page ends. */
export interface AlertPosition {
  readonly active: boolean;
  readonly raisedAt: Date;
  readonly id: string;
}

interface AlertRow {
  id: string;
  name: string;
  subject: string;
  severity: AlertSeverity;
  value: number | null;
  threshold: number | null;
  detail: string;
  raised_at: Date;
  seen_at: Date;
  resolved_at: Date | null;
}

const COLUMNS = 'id, name, subject, severity, value, threshold, detail, raised_at, seen_at, resolved_at';

/** Any number; whoever watches asks for the same one. */
const WATCH_LOCK = 730_144_950;

/** Lets one replica at a time change alerts, until its transaction ends: what it has read stays true while it writes. */
export async function lockAlerts(sql: Sql): Promise<void> {
  await sql.query(`SELECT pg_advisory_xact_lock($1)`, [WATCH_LOCK]);
}

/** As people are shown them: pages first, then the latest. */
export async function findActiveAlerts(sql: Sql): Promise<Alert[]> {
  return (await selectActive(sql)).map(alertOf);
}

/** As `findActiveAlerts`, for whoever decides whether they stay. */
export async function loadActiveAlerts(sql: Sql): Promise<ActiveAlert[]> {
  return (await selectActive(sql)).map((row) => ({ ...alertOf(row), seenAt: row.seen_at }));
}

function selectActive(sql: Sql): Promise<AlertRow[]> {
  return sql.query<AlertRow>(
    `SELECT ${COLUMNS} FROM alert WHERE resolved_at IS NULL ORDER BY severity, raised_at DESC, id DESC`,
  );
}

/** Active ones first, then the latest. @param state undefined: both */
export async function listAlerts(
  sql: Sql,
  state: Alert['state'] | undefined,
  before: AlertPosition | undefined,
  limit: number,
): Promise<Alert[]> {
  const rows = await sql.query<AlertRow>(
    `SELECT ${COLUMNS} FROM alert
      WHERE ($1::text IS NULL OR ($1 = 'raised') = (resolved_at IS NULL))
        AND ($2::boolean IS NULL OR (resolved_at IS NULL, raised_at, id) < ($2, $3::timestamptz, $4::uuid))
      ORDER BY (resolved_at IS NULL) DESC, raised_at DESC, id DESC LIMIT $5`,
    [state ?? null, before?.active ?? null, before?.raisedAt ?? null, before?.id ?? null, limit],
  );
  return rows.map(alertOf);
}

/**
 * Sorted, and left to the unique index: should somebody raise without the lock, theirs stands.
 * @returns those that were raised, as they are now
 */
export async function raiseAlerts(sql: Sql, alerts: readonly NewAlert[], now: Date): Promise<Alert[]> {
  if (alerts.length === 0) return [];
  const rows = await sql.query<AlertRow>(
    `INSERT INTO alert (id, name, subject, severity, value, threshold, detail, raised_at, seen_at)
     SELECT n.*, $8, $8 FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::float8[], $6::float8[], $7::text[])
            AS n(id, name, subject, severity, value, threshold, detail)
      ORDER BY n.name, n.subject
     ON CONFLICT (name, subject) WHERE resolved_at IS NULL DO NOTHING
     RETURNING ${COLUMNS}`,
    [
      alerts.map((a) => a.id),
      alerts.map((a) => a.name),
      alerts.map((a) => a.subject),
      alerts.map((a) => a.severity),
      alerts.map((a) => a.value),
      alerts.map((a) => a.threshold),
      alerts.map((a) => a.detail),
      now,
    ],
  );
  return rows.map(alertOf);
}

/** What people read stays true while an alert lasts. */
export async function markSeen(sql: Sql, alerts: readonly SeenAlert[], now: Date): Promise<void> {
  if (alerts.length === 0) return;
  await sql.query(
    `UPDATE alert a SET seen_at = $4, value = s.value, detail = s.detail
       FROM unnest($1::uuid[], $2::float8[], $3::text[]) AS s(id, value, detail)
      WHERE a.id = s.id AND a.resolved_at IS NULL`,
    [alerts.map((a) => a.id), alerts.map((a) => a.value), alerts.map((a) => a.detail), now],
  );
}

/** @returns those that were active until now */
export async function resolveAlerts(sql: Sql, ids: readonly string[], now: Date): Promise<Alert[]> {
  if (ids.length === 0) return [];
  const rows = await sql.query<AlertRow>(
    `UPDATE alert SET resolved_at = $2 WHERE id = ANY($1::uuid[]) AND resolved_at IS NULL RETURNING ${COLUMNS}`,
    [ids, now],
  );
  return rows.map(alertOf);
}

function alertOf(row: AlertRow): Alert {
  return {
    id: row.id,
    name: row.name,
    subject: row.subject,
    severity: row.severity,
    state: row.resolved_at === null ? 'raised' : 'resolved',
    detail: row.detail,
    value: row.value,
    threshold: row.threshold,
    raisedAt: row.raised_at.toISOString(),
    resolvedAt: row.resolved_at?.toISOString() ?? null,
  };
}

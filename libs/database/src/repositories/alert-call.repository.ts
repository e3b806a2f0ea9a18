/** Implements F5, N9. Calls to the outgoing webhook that tell of alerts: written with what they tell, made after the commit until they are taken. */
import type { Sql } from '../database.js';

export interface NewAlertCall {
  /** The same in every try: the receiver knows a repeat by it. */
  readonly id: string;
  readonly alertId: string;
  /** As it is signed and sent. */
  readonly body: string;
}

/** A call that is ours to make, until its lease runs out. */
export interface DueAlertCall {
  readonly id: string;
  readonly body: string;
  /** This one included. */
  readonly attempts: number;
  readonly createdAt: Date;
}

/** `given_up`: nobody took it in the end. */
export type AlertCallEnd = 'delivered' | 'given_up';

/** Of one alert in the order of their ids. */
export async function insertAlertCalls(sql: Sql, calls: readonly NewAlertCall[], now: Date): Promise<void> {
  if (calls.length === 0) return;
  await sql.query(
    `INSERT INTO alert_call (id, alert_id, body, due_at, created_at)
     SELECT n.id, n.alert_id, n.body, $4, $4 FROM unnest($1::uuid[], $2::uuid[], $3::text[]) AS n(id, alert_id, body)`,
    [calls.map((c) => c.id), calls.map((c) => c.alertId), calls.map((c) => c.body), now],
  );
}

/**
 * The lease is the due time: whoever dies with a call leaves it to the others. SKIP LOCKED: of two replicas that ask, each gets its own. A call waits
 * for the one before about the same alert, so that no alert is heard to end before it began.
 */
export function claimAlertCalls(sql: Sql, limit: number, now: Date, leaseUntil: Date): Promise<DueAlertCall[]> {
  return sql.query<DueAlertCall>(
    `UPDATE alert_call SET due_at = $3, attempts = attempts + 1
      WHERE id = ANY(ARRAY(
        SELECT c.id FROM alert_call c
         WHERE c.done_at IS NULL AND c.due_at <= $2
           AND NOT EXISTS (SELECT 1 FROM alert_call e
                            WHERE e.alert_id = c.alert_id AND e.id < c.id AND e.done_at IS NULL)
         ORDER BY c.due_at LIMIT $1 FOR UPDATE SKIP LOCKED))
     RETURNING id, body, attempts, created_at AS "createdAt"`,
    [limit, now, leaseUntil],
  );
}

/** The count of attempts fences: a call whose lease ran out belongs to whoever claimed it after us. */
export async function endAlertCall(
  sql: Sql,
  { id, attempts }: Pick<DueAlertCall, 'id' | 'attempts'>,
  end: AlertCallEnd,
  code: string,
  now: Date,
): Promise<void> {
  await sql.query(
    `UPDATE alert_call SET state = $3, last_code = $4, done_at = $5 WHERE id = $1 AND attempts = $2 AND done_at IS NULL`,
    [id, attempts, end, code, now],
  );
}

/** As `endAlertCall`, to be tried again. */
export async function postponeAlertCall(
  sql: Sql,
  { id, attempts }: Pick<DueAlertCall, 'id' | 'attempts'>,
  code: string,
  due: Date,
): Promise<void> {
  await sql.query(
    `UPDATE alert_call SET due_at = $4, last_code = $3 WHERE id = $1 AND attempts = $2 AND done_at IS NULL`,
    [id, attempts, code, due],
  );
}

/** Implements F4, N9. Claims: a worker's time-limited right to a row. */
import type { Channel, NotificationStatus, NotificationType } from '#contracts';
import type { Sql } from '../database.js';

type QueueState = Extract<NotificationStatus, 'pending' | 'sending' | 'unconfirmed'>;

export interface Claim {
  readonly id: string;
  readonly userId: string;
  /** Fences failures: one reported under an older number is ignored. */
  readonly claimNo: number;
  /** The state before; of a claim that took over from another, the one before that. */
  readonly claimedFrom: Exclude<QueueState, 'sending'>;
  /** An earlier claim's lease ran out: it may have called the provider, or not. */
  readonly interrupted: boolean;
  /** Finished provider calls of this budget. */
  readonly attempts: number;
  readonly earlierAttempts: number;
  readonly enqueuedAt: Date;
}

/** A claimed notification with what it takes to decide, render and send. */
export interface Work {
  readonly orderId: string;
  readonly userId: string;
  readonly type: NotificationType;
  readonly orderEventId: string;
  readonly source: string;
  readonly eventId: string;
  readonly eventTime: Date;
  readonly payloadSealed: Buffer | null;
  readonly emailHash: Buffer | null;
  readonly phoneHash: Buffer | null;
  /** Of the dispatch of its event; null where that was not traced. */
  readonly traceparent: string | null;
  /** False once evidence has settled the notification, or another worker has claimed it: there is nothing left to do. */
  readonly claimStands: boolean;
}

interface ClaimRow {
  id: string;
  user_id: string;
  claim_no: number;
  claimed_from: Claim['claimedFrom'];
  interrupted: boolean;
  attempts: number;
  earlier_attempts: number;
  enqueued_at: Date;
}

const CLAIM = `
  UPDATE delivery_queue
     SET claimed_from = CASE state WHEN 'sending' THEN claimed_from ELSE state END, interrupted = (state = 'sending'),
         state = 'sending', claim_no = claim_no + 1, lease_expires_at = $1, wait_reason = NULL`;
const CLAIMED = `RETURNING id, user_id, claim_no, claimed_from, interrupted, attempts, earlier_attempts, enqueued_at`;

/**
 * Claims fresh rows that a nudge named. A row that others claimed meanwhile, or that waits for something, is the due poll's.
 * SKIP LOCKED: a row another worker is claiming right now is that worker's.
 * @param claimNo how often they were claimed before, and given back as they were
 */
export async function claimFresh(
  sql: Sql,
  channel: Channel,
  ids: readonly string[],
  leaseUntil: Date,
  pausedTypes: readonly NotificationType[] = [],
  claimNo = 0,
): Promise<Claim[]> {
  const rows = await sql.query<ClaimRow>(
    `${CLAIM} WHERE id = ANY(ARRAY(
       SELECT q.id FROM delivery_queue q
        WHERE q.id = ANY($2::uuid[]) AND q.channel = $3 AND q.claim_no = $5 AND q.state = 'pending' AND q.wait_reason IS NULL
          AND q.notification_type <> ALL($4::text[])
        FOR UPDATE SKIP LOCKED)) ${CLAIMED}`,
    [leaseUntil, ids, channel, pausedTypes, claimNo],
  );
  return rows.map(claimOf);
}

/**
 * Claims what is due, oldest first: retries, ends of waits, lost nudges, and rows whose lease ran out. Parked rows have an index of their own.
 * The array keeps the planner on the primary key whatever the statistics say.
 */
export async function claimDue(
  sql: Sql,
  channel: Channel,
  limit: number,
  now: Date,
  leaseUntil: Date,
  pausedTypes: readonly NotificationType[] = [],
): Promise<Claim[]> {
  const rows = await sql.query<ClaimRow>(
    `${CLAIM} WHERE id = ANY(ARRAY(
       SELECT q.id FROM delivery_queue q
        WHERE q.channel = $2 AND NOT q.parked AND q.due_at <= $3 AND (q.state <> 'sending' OR q.lease_expires_at <= $3)
          AND q.notification_type <> ALL($5::text[])
        ORDER BY q.due_at LIMIT $4 FOR UPDATE SKIP LOCKED)) ${CLAIMED}`,
    [leaseUntil, channel, now, limit, pausedTypes],
  );
  return rows.map(claimOf);
}

/**
 * Says of the rows of a channel that would be sent now why they are not. Their due time stays: it is their place in the queue. SKIP LOCKED: other
 * replicas say the same, and a row that is being claimed is not held back.
 * @param byOperator an operator holds the channel; otherwise its provider does
 * @returns how many were told for the first time; more may be left when it is `limit`
 */
export async function markPaused(
  sql: Sql,
  channel: Channel,
  byOperator: boolean,
  limit: number,
  now: Date,
): Promise<number> {
  const rows = await sql.query(
    `UPDATE delivery_queue SET wait_reason = 'paused', waited = waited OR $4 WHERE id = ANY(ARRAY(
       SELECT q.id FROM delivery_queue q
        WHERE q.channel = $1 AND NOT q.parked AND q.due_at <= $2 AND q.state = 'pending'
          AND (q.wait_reason IS DISTINCT FROM 'paused' OR ($4 AND NOT q.waited))
        ORDER BY q.due_at LIMIT $3 FOR UPDATE SKIP LOCKED)) RETURNING id`,
    [channel, now, limit, byOperator],
  );
  return rows.length;
}

/**
 * Puts rows of paused types that would be sent now where no claim walks over them, and says why they wait.
 * @returns how many; more may be left when it is `limit`
 */
export async function park(
  sql: Sql,
  channel: Channel,
  types: readonly NotificationType[],
  limit: number,
  now: Date,
): Promise<number> {
  const rows = await sql.query(
    `UPDATE delivery_queue SET parked = true, wait_reason = 'paused', waited = true WHERE id = ANY(ARRAY(
       SELECT q.id FROM delivery_queue q
        WHERE q.channel = $1 AND NOT q.parked AND q.due_at <= $2 AND q.state = 'pending' AND q.notification_type = ANY($3::text[])
        ORDER BY q.due_at LIMIT $4 FOR UPDATE SKIP LOCKED)) RETURNING id`,
    [channel, now, types, limit],
  );
  return rows.length;
}

/**
 * Brings back the rows of these types, to the places they had. SKIP LOCKED: other replicas do the same.
 * @param limit for each type
 * @returns how many; more may be left when it is `limit` or more
 */
export async function unpark(
  sql: Sql,
  channel: Channel,
  types: readonly NotificationType[],
  limit: number,
): Promise<number> {
  const rows = await sql.query(
    `UPDATE delivery_queue SET parked = false WHERE id = ANY(ARRAY(
       SELECT oldest.id FROM unnest($2::text[]) AS t(type) CROSS JOIN LATERAL (
         SELECT q.id FROM delivery_queue q WHERE q.channel = $1 AND q.parked AND q.notification_type = t.type
          ORDER BY q.due_at LIMIT $3 FOR UPDATE SKIP LOCKED) AS oldest)) RETURNING id`,
    [channel, types, limit],
  );
  return rows.length;
}

function claimOf(row: ClaimRow): Claim {
  return {
    id: row.id,
    userId: row.user_id,
    claimNo: row.claim_no,
    claimedFrom: row.claimed_from,
    interrupted: row.interrupted,
    attempts: row.attempts,
    earlierAttempts: row.earlier_attempts,
    enqueuedAt: row.enqueued_at,
  };
}

interface WorkRow {
  id: string;
  order_id: string;
  user_id: string;
  notification_type: NotificationType;
  order_event_id: string;
  source: string;
  event_id: string;
  event_time: Date;
  payload_sealed: Buffer | null;
  email_hash: Buffer | null;
  phone_hash: Buffer | null;
  traceparent: string | null;
  claim_stands: boolean;
}

/** Runs after the claim has committed, so that what it reads is not older than the claim. */
export async function loadWork(sql: Sql, claims: readonly Pick<Claim, 'id' | 'claimNo'>[]): Promise<Map<string, Work>> {
  const rows = await sql.query<WorkRow>(
    `SELECT n.id, n.order_id, n.user_id, n.notification_type, n.order_event_id,
            e.source, e.event_id, e.event_time, e.payload_sealed, e.email_hash, e.phone_hash, e.traceparent,
            EXISTS (SELECT 1 FROM delivery_queue q
                     WHERE q.id = i.id AND q.claim_no = i.claim_no AND q.state = 'sending') AS claim_stands
       FROM unnest($1::uuid[], $2::int[]) AS i(id, claim_no)
       JOIN notification_log n ON n.id = i.id AND n.id = ANY($1::uuid[])
       JOIN order_event e ON e.id = n.order_event_id`,
    [claims.map(({ id }) => id), claims.map(({ claimNo }) => claimNo)],
  );
  return new Map(rows.map((row) => [row.id, workOf(row)]));
}

function workOf(row: WorkRow): Work {
  return {
    orderId: row.order_id,
    userId: row.user_id,
    type: row.notification_type,
    orderEventId: row.order_event_id,
    source: row.source,
    eventId: row.event_id,
    eventTime: row.event_time,
    payloadSealed: row.payload_sealed,
    emailHash: row.email_hash,
    phoneHash: row.phone_hash,
    traceparent: row.traceparent,
    claimStands: row.claim_stands,
  };
}

/**
 * More claims than any row sees within one attempt. A row that is made after attempt n counts its claims from n times this: an answer to
 * a claim of an earlier row, still to come, must not meet its own number.
 */
export const CLAIMS_PER_ATTEMPT = 1_000_000;

/**
 * A provider call starts within this time of its claim or not at all. Whoever revokes permission and finds a claim under way waits as
 * long before answering; after that no call can start any more.
 */
export const START_WINDOW_MS = 1_000;

/** True while a send of this customer may be on its way; whoever revokes permission waits then. */
export async function hasSendingRows(sql: Sql, userId: string): Promise<boolean> {
  const rows = await sql.query(`SELECT 1 FROM delivery_queue WHERE user_id = $1 AND state = 'sending' LIMIT 1`, [
    userId,
  ]);
  return rows.length > 0;
}

export interface QueuedCount {
  readonly channel: Channel;
  readonly type: NotificationType;
  readonly count: number;
}

/** How much is on its way. Reads the queue once, whole: it holds only work that remains. */
export function countQueued(sql: Sql): Promise<QueuedCount[]> {
  return sql.query<QueuedCount>(
    `SELECT channel, notification_type AS type, count(*)::int AS count FROM delivery_queue GROUP BY channel, notification_type`,
  );
}

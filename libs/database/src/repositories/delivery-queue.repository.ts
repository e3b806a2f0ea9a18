/** Implements F4, N9. Claims: a worker's time-limited right to a row. */
import type { Channel, NotificationStatus, NotificationType } from '#contracts';
import type { Sql } from '../database.js';

type QueueState = Extract<NotificationStatus, 'pending' | 'sending' | 'unconfirmed'>;

export interface Claim {
  readonly id: string;
  readonly userId: string;
  /** Fences failures: one reported under an older number is ignored. */
  readonly claimNo: number;
  /** `sending`: an earlier claim's lease ran out; nobody knows whether it called the provider. */
  readonly claimedFrom: QueueState;
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
  readonly inboxSeq: number | null;
  readonly orderEventId: string;
  readonly source: string;
  readonly eventId: string;
  readonly eventTime: Date;
  readonly payloadSealed: Buffer | null;
  readonly emailHash: Buffer | null;
  readonly phoneHash: Buffer | null;
}

interface ClaimRow {
  id: string;
  user_id: string;
  claim_no: number;
  claimed_from: QueueState;
  attempts: number;
  earlier_attempts: number;
  enqueued_at: Date;
}

const CLAIM = `
  UPDATE delivery_queue
     SET claimed_from = state, state = 'sending', claim_no = claim_no + 1, lease_expires_at = $1, wait_reason = NULL`;
const CLAIMED = `RETURNING id, user_id, claim_no, claimed_from, attempts, earlier_attempts, enqueued_at`;

/**
 * Claims fresh rows that a nudge named. A row that was ever claimed, or waits for something, is the due poll's.
 * SKIP LOCKED: a row another worker is claiming right now is that worker's.
 */
export async function claimFresh(
  sql: Sql,
  channel: Channel,
  ids: readonly string[],
  leaseUntil: Date,
): Promise<Claim[]> {
  const rows = await sql.query<ClaimRow>(
    `${CLAIM} WHERE id = ANY(ARRAY(
       SELECT id FROM delivery_queue
        WHERE id = ANY($2::uuid[]) AND channel = $3 AND claim_no = 0 AND state = 'pending' AND wait_reason IS NULL
        FOR UPDATE SKIP LOCKED)) ${CLAIMED}`,
    [leaseUntil, ids, channel],
  );
  return rows.map(claimOf);
}

/**
 * Claims what is due, oldest first: retries, ends of waits, lost nudges, and rows whose lease ran out.
 * The array keeps the planner on the primary key whatever the statistics say.
 */
export async function claimDue(
  sql: Sql,
  channel: Channel,
  limit: number,
  now: Date,
  leaseUntil: Date,
): Promise<Claim[]> {
  const rows = await sql.query<ClaimRow>(
    `${CLAIM} WHERE id = ANY(ARRAY(
       SELECT id FROM delivery_queue
        WHERE channel = $2 AND due_at <= $3 AND (state <> 'sending' OR lease_expires_at <= $3)
        ORDER BY due_at LIMIT $4 FOR UPDATE SKIP LOCKED)) ${CLAIMED}`,
    [leaseUntil, channel, now, limit],
  );
  return rows.map(claimOf);
}

function claimOf(row: ClaimRow): Claim {
  return {
    id: row.id,
    userId: row.user_id,
    claimNo: row.claim_no,
    claimedFrom: row.claimed_from,
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
  inbox_seq: string | null;
  order_event_id: string;
  source: string;
  event_id: string;
  event_time: Date;
  payload_sealed: Buffer | null;
  email_hash: Buffer | null;
  phone_hash: Buffer | null;
}

/** Runs after the claim has committed, so that what it reads is not older than the claim. */
export async function loadWork(sql: Sql, ids: readonly string[]): Promise<Map<string, Work>> {
  const rows = await sql.query<WorkRow>(
    `SELECT n.id, n.order_id, n.user_id, n.notification_type, n.inbox_seq, n.order_event_id,
            e.source, e.event_id, e.event_time, e.payload_sealed, e.email_hash, e.phone_hash
       FROM unnest($1::uuid[]) AS i(id)
       JOIN notification_log n ON n.id = i.id
       JOIN order_event e ON e.id = n.order_event_id`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, workOf(row)]));
}

function workOf(row: WorkRow): Work {
  return {
    orderId: row.order_id,
    userId: row.user_id,
    type: row.notification_type,
    inboxSeq: row.inbox_seq === null ? null : Number(row.inbox_seq),
    orderEventId: row.order_event_id,
    source: row.source,
    eventId: row.event_id,
    eventTime: row.event_time,
    payloadSealed: row.payload_sealed,
    emailHash: row.email_hash,
    phoneHash: row.phone_hash,
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

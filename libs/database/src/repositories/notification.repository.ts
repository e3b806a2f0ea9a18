/** Implements F7, F9. Look-ups of notifications, each in one statement. */
import type { AttemptOutcome, Channel, NotificationStatus, NotificationType, Reason } from '#contracts';
import type { EvidenceKind, EvidenceSource } from '#notifications';
import type { Sql } from '../database.js';

/** A notification as it stands, with the work that remains and what was tried. */
export interface NotificationRecord {
  readonly id: string;
  readonly orderId: string;
  readonly userId: string;
  readonly type: NotificationType;
  readonly channel: Channel;
  readonly status: NotificationStatus;
  readonly reason: Reason | null;
  readonly createdAt: Date;
  readonly sentAt: Date | null;
  readonly deliveredAt: Date | null;
  readonly openedAt: Date | null;
  readonly clickedAt: Date | null;
  /** It had to: for the end of quiet time, an operator's pause, or a retry by hand. */
  readonly waited: boolean;
  /** When work goes on; null: none remains, or it is under way. */
  readonly dueAt: Date | null;
  /** In the order of their numbers. */
  readonly attempts: readonly RecordedAttempt[];
}

export interface RecordedAttempt {
  readonly number: number;
  readonly at: Date;
  readonly durationMs: number;
  readonly outcome: AttemptOutcome;
  readonly code: string | null;
  readonly providerMessageId: string | null;
  /** Why its answer was missing at first; null: it was not. */
  readonly unconfirmedCode: string | null;
  /** When the provider was last asked about it, and answered; null: never. */
  readonly lookedUpAt: Date | null;
  /** What the provider said of it beside its answer, and when we learnt of it; null: nothing. */
  readonly evidence: { readonly kind: EvidenceKind; readonly at: Date; readonly source: EvidenceSource } | null;
}

/** Absent fields do not restrict. */
export interface NotificationFilter {
  readonly orderId?: string | undefined;
  readonly userId?: string | undefined;
  readonly status?: NotificationStatus | undefined;
  /** Only ids below this one: the last of the page before. */
  readonly beforeId?: string | undefined;
}

interface NotificationRow {
  id: string;
  order_id: string;
  user_id: string;
  notification_type: NotificationType;
  channel: Channel;
  status: NotificationStatus;
  reason: Reason | null;
  created_at: Date;
  sent_at: Date | null;
  delivered_at: Date | null;
  opened_at: Date | null;
  clicked_at: Date | null;
  waited: boolean;
  due_at: Date | null;
  /** As JSON, so instants are text. */
  attempts: AttemptJson[] | null;
}

interface AttemptJson extends Omit<RecordedAttempt, 'at' | 'lookedUpAt' | 'evidence'> {
  readonly at: string;
  readonly lookedUpAt: string | null;
  readonly evidence: EvidenceKind | null;
  /** null where it was taken before these were kept, or where there is none. */
  readonly evidenceAt: string | null;
  readonly evidenceSource: EvidenceSource | null;
}

/** One statement, so that status and attempts are of the same moment: between two, a worker could settle. */
const COLUMNS = `
  SELECT n.id, n.order_id, n.user_id, n.notification_type, n.channel,
         coalesce(q.state, n.status) AS status, coalesce(q.wait_reason, n.reason) AS reason,
         n.created_at, n.sent_at, n.delivered_at, n.opened_at, n.clicked_at, n.waited OR coalesce(q.waited, false) AS waited,
         CASE WHEN q.state <> 'sending' THEN q.due_at END AS due_at,
         (SELECT jsonb_agg(jsonb_build_object('number', a.number, 'at', a.at, 'durationMs', a.duration_ms, 'outcome', a.outcome,
                           'code', a.code, 'providerMessageId', a.provider_message_id,
                           'unconfirmedCode', a.unconfirmed_code, 'lookedUpAt', a.looked_up_at, 'evidence', a.evidence,
                           'evidenceAt', a.evidence_at, 'evidenceSource', a.evidence_source) ORDER BY a.number)
            FROM notification_attempt a WHERE a.notification_id = n.id) AS attempts`;
const SELECT = `${COLUMNS}
    FROM notification_log n LEFT JOIN delivery_queue q ON q.id = n.id`;

/** @param id a UUID */
export async function findNotification(sql: Sql, id: string): Promise<NotificationRecord | undefined> {
  const [row] = await sql.query<NotificationRow>(`${SELECT} WHERE n.id = $1`, [id]);
  return row === undefined ? undefined : recordOf(row);
}

const CONDITIONS = {
  orderId: 'n.order_id =',
  userId: 'n.user_id =',
  status: 'coalesce(q.state, n.status) =',
  beforeId: 'n.id <',
} as const satisfies Record<keyof NotificationFilter, string>;

/** Newest first: ids rise with time. Conditions that do not apply are left out, so that each filter gets a plan of its own. */
export async function listNotifications(
  sql: Sql,
  filter: NotificationFilter,
  limit: number,
): Promise<NotificationRecord[]> {
  const given = Object.entries(CONDITIONS).flatMap(([name, condition]) => {
    const value = filter[name as keyof NotificationFilter];
    return value === undefined ? [] : [{ condition, value }];
  });
  const where = given.map(({ condition }, index) => `${condition} $${index + 2}`).join(' AND ') || 'true';
  const rows = await sql.query<NotificationRow>(`${SELECT} WHERE ${where} ORDER BY n.id DESC LIMIT $1`, [
    limit,
    ...given.map(({ value }) => value),
  ]);
  return rows.map(recordOf);
}

export interface NotificationSearch {
  readonly found: readonly NotificationRecord[];
  /** Present: the search ended here, at the id of the last notification it looked at; older ones may be found as well. */
  readonly lookedThrough?: string | undefined;
}

/** Newest first. Of the log a bounded part is read, whatever is asked for; of the queue at most what waits. */
export async function searchNotifications(
  sql: Sql,
  filter: NotificationFilter,
  limit: number,
): Promise<NotificationSearch> {
  const { orderId, userId, status, beforeId = AFTER_ALL } = filter;
  if (status === undefined || orderId !== undefined || userId !== undefined)
    return { found: await listNotifications(sql, filter, limit) };
  switch (status) {
    case 'pending':
    case 'sending':
    case 'unconfirmed':
      return { found: await listWork(sql, status, beforeId, limit) };
    case 'failed':
      return { found: await listGivenUp(sql, beforeId, limit) };
    case 'sent':
    case 'delivered':
    case 'suppressed':
    case 'superseded':
    case 'expired':
      return listSettled(sql, status, beforeId, limit);
  }
}

const AFTER_ALL = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';
/** How many notifications a page of a search by a settled status looks through: there is no index on what changes. */
export const MOST_LOOKED_THROUGH = 10_000;

async function listWork(sql: Sql, state: NotificationStatus, beforeId: string, limit: number) {
  const rows = await sql.query<NotificationRow>(
    `${COLUMNS}
       FROM (SELECT id, state, wait_reason, due_at, waited FROM delivery_queue
              WHERE state = $1 AND id < $2 ORDER BY id DESC LIMIT $3) q
       JOIN notification_log n ON n.id = q.id ORDER BY n.id DESC`,
    [state, beforeId, limit],
  );
  return rows.map(recordOf);
}

/** As long as they are kept as dead letters. */
async function listGivenUp(sql: Sql, beforeId: string, limit: number) {
  const rows = await sql.query<NotificationRow>(
    `${COLUMNS}
       FROM (SELECT notification_id FROM dead_letter WHERE notification_id < $1
              ORDER BY notification_id DESC LIMIT $2) d
       JOIN notification_log n ON n.id = d.notification_id LEFT JOIN delivery_queue q ON q.id = n.id
      ORDER BY n.id DESC`,
    [beforeId, limit],
  );
  return rows.map(recordOf);
}

async function listSettled(sql: Sql, status: NotificationStatus, beforeId: string, limit: number) {
  const [end] = await sql.query<{ id: string }>(
    `SELECT id FROM notification_log WHERE id < $1 ORDER BY id DESC OFFSET $2 LIMIT 1`,
    [beforeId, MOST_LOOKED_THROUGH - 1],
  );
  const rows = await sql.query<NotificationRow>(
    `${SELECT} WHERE n.status = $1 AND q.id IS NULL AND n.id < $2 AND n.id >= $3 ORDER BY n.id DESC LIMIT $4`,
    [status, beforeId, end?.id ?? BEFORE_ALL, limit],
  );
  return { found: rows.map(recordOf), lookedThrough: end?.id };
}

function recordOf(row: NotificationRow): NotificationRecord {
  return {
    id: row.id,
    orderId: row.order_id,
    userId: row.user_id,
    type: row.notification_type,
    channel: row.channel,
    status: row.status,
    reason: row.reason,
    createdAt: row.created_at,
    sentAt: row.sent_at,
    deliveredAt: row.delivered_at,
    openedAt: row.opened_at,
    clickedAt: row.clicked_at,
    waited: row.waited,
    dueAt: row.due_at,
    attempts: (row.attempts ?? []).map(attemptOf),
  };
}

function attemptOf({ evidence, evidenceAt, evidenceSource, ...attempt }: AttemptJson): RecordedAttempt {
  return {
    ...attempt,
    at: new Date(attempt.at),
    lookedUpAt: attempt.lookedUpAt === null ? null : new Date(attempt.lookedUpAt),
    evidence:
      evidence === null || evidenceAt === null || evidenceSource === null
        ? null
        : { kind: evidence, at: new Date(evidenceAt), source: evidenceSource },
  };
}

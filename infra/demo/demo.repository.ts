import type { AttemptOutcome, Channel, NotificationStatus, NotificationType, Reason } from '#contracts';
import pg from 'pg';

/** One finished provider call. */
export interface AttemptRow {
  readonly outcome: AttemptOutcome;
  readonly code: string | null;
}

/** A notification as it stands. */
export interface NotificationRow {
  readonly id: string;
  /** Id of the order event, as upstream gave it. */
  readonly eventId: string;
  readonly orderId: string;
  readonly type: NotificationType;
  readonly channel: Channel;
  readonly status: NotificationStatus;
  readonly reason: Reason | null;
  readonly eventTime: Date;
  readonly sentAt: Date | null;
  /** When work goes on; null: none remains. */
  readonly dueAt: Date | null;
  readonly attempts: readonly AttemptRow[];
}

/** A notification that waits: for a retry, or for a better time. */
export interface WaitingRow {
  readonly id: string;
  readonly userId: string;
  readonly orderId: string;
  readonly type: NotificationType;
  readonly channel: Channel;
  readonly state: 'pending' | 'unconfirmed';
  readonly waitReason: Reason | null;
  readonly dueAt: Date;
  /** Provider calls so far. */
  readonly attempts: number;
  /** Of the last call. */
  readonly code: string | null;
}

/** Where a message stands on a topic. */
export interface TopicPlace {
  /** Without prefix. */
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
}

/** Looks at the tables with statements of its own: the demo judges what the repositories wrote. */
export class DemoRepository {
  private readonly pool: pg.Pool;

  constructor(databaseUrl: string) {
    this.pool = new pg.Pool({ connectionString: databaseUrl, max: 2 });
    // An idle connection that ends with the server is no concern of ours; the next statement says so.
    this.pool.on('error', () => undefined);
  }

  /** Which of these customers the directory knows. */
  async countRecipients(userIds: readonly string[]): Promise<number> {
    const [row] = await this.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM recipient WHERE user_id = ANY($1)',
      [userIds],
    );
    return row?.count ?? 0;
  }

  /** Every notification of these orders. */
  notificationsOf(orderIds: readonly string[]): Promise<NotificationRow[]> {
    return this.query<NotificationRow>(
      `SELECT n.id, e.event_id AS "eventId", n.order_id AS "orderId", n.notification_type AS type, n.channel,
              coalesce(q.state, n.status) AS status, coalesce(q.wait_reason, n.reason) AS reason,
              e.event_time AS "eventTime", n.sent_at AS "sentAt", q.due_at AS "dueAt",
              coalesce((SELECT jsonb_agg(jsonb_build_object('outcome', a.outcome, 'code', a.code) ORDER BY a.number)
                          FROM notification_attempt a WHERE a.notification_id = n.id), '[]') AS attempts
         FROM notification_log n
         JOIN order_event e ON e.id = n.order_event_id
         LEFT JOIN delivery_queue q ON q.id = n.id
        WHERE n.order_id = ANY($1)
        ORDER BY n.id`,
      [orderIds],
    );
  }

  /** What these customers' notifications wait for just now. */
  waitingOf(userIds: readonly string[]): Promise<WaitingRow[]> {
    return this.query<WaitingRow>(
      `SELECT q.id, q.user_id AS "userId", n.order_id AS "orderId", n.notification_type AS type, q.channel, q.state, q.wait_reason AS "waitReason",
              q.due_at AS "dueAt", q.attempts,
              (SELECT a.code FROM notification_attempt a WHERE a.notification_id = q.id ORDER BY a.number DESC LIMIT 1)
         FROM delivery_queue q JOIN notification_log n ON n.id = q.id
        WHERE q.user_id = ANY($1) AND q.state IN ('pending', 'unconfirmed')
          AND (q.attempts > 0 OR q.wait_reason IS NOT NULL)
        ORDER BY q.id`,
      [userIds],
    );
  }

  /** When the events of these notifications happened, by notification. */
  async eventTimesOf(notificationIds: readonly string[]): Promise<Map<string, Date>> {
    const rows = await this.query<{ id: string; eventTime: Date }>(
      `SELECT n.id, e.event_time AS "eventTime"
         FROM notification_log n JOIN order_event e ON e.id = n.order_event_id WHERE n.id = ANY($1)`,
      [notificationIds],
    );
    return new Map(rows.map((row) => [row.id, row.eventTime]));
  }

  /** Which of these notifications exist at all, in whatever run. */
  async knownOf(notificationIds: readonly string[]): Promise<Set<string>> {
    const rows = await this.query<{ id: string }>('SELECT id::text FROM notification_log WHERE id::text = ANY($1)', [
      notificationIds,
    ]);
    return new Set(rows.map((row) => row.id));
  }

  /** @returns why the event at this place was set aside, or undefined when it was not */
  async rejectionAt({ topic, partition, offset }: TopicPlace): Promise<string | undefined> {
    const [row] = await this.query<{ code: string }>(
      'SELECT code FROM rejected_event WHERE topic = $1 AND message_partition = $2 AND message_offset = $3',
      [topic, partition, offset],
    );
    return row?.code;
  }

  async close(): Promise<void> {
    await this.pool.end();
  }

  private async query<Row extends object>(text: string, values: unknown[]): Promise<Row[]> {
    const { rows } = await this.pool.query<Row & pg.QueryResultRow>(text, values);
    return rows;
  }
}

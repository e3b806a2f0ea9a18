import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { findFigureFaults } from '../system/figure-faults.js';
import { findInboxFaults } from '../system/inbox-faults.js';
import type { Channel } from './customers.js';
import { SOURCE } from './load.js';

/** A notification as the tables have it. */
export interface NotificationRow {
  readonly id: string;
  /** Of upstream's event. */
  readonly eventId: string | null;
  readonly orderId: string;
  readonly userId: string;
  readonly type: string;
  readonly channel: Channel;
  /** The queue's while work remains. */
  readonly status: string;
  readonly reason: string | null;
  readonly retryCount: number;
  readonly inboxSeq: number | null;
  readonly sentAt: Date | null;
  readonly readAt: Date | null;
  /** When work goes on; null: none remains. */
  readonly dueAt: Date | null;
}

/** A finished call, as the tables have it. */
export interface AttemptRow {
  readonly notificationId: string;
  readonly number: number;
  readonly outcome: string;
  readonly code: string | null;
}

export interface DailyCount {
  readonly userId: string;
  readonly count: number;
}

/** How an inbox stands. */
export interface InboxStanding {
  readonly userId: string;
  /** The highest position. */
  readonly top: number;
  readonly unread: number;
}

/** Work that is not at rest. */
export interface Unrest {
  /** Events published that have no rows yet. */
  readonly undispatched: number;
  readonly unsettled: number;
  readonly unpublished: number;
}

/** How many rows are claimed. */
export interface Claimed {
  readonly sending: number;
  /** Claimed so lately that their calls may be under way; the others' workers are dead. */
  readonly underWay: number;
}

const RETRY_MS = 500;
const REST_POLL_MS = 1_000;
/** So often in a row nothing may be left to do: a row that is claimed between two looks is work, too. */
const QUIET_LOOKS = 3;

/** Looks at the tables with statements of its own. */
export class Tables {
  private readonly pool: pg.Pool;

  constructor(databaseUrl: string) {
    this.pool = new pg.Pool({ connectionString: databaseUrl, max: 2, connectionTimeoutMillis: 5_000 });
    // An idle connection that ends with the server is no concern of ours; the next statement says so.
    this.pool.on('error', () => undefined);
  }

  notifications(): Promise<NotificationRow[]> {
    return this.query(
      `SELECT n.id, e.event_id AS "eventId", n.order_id AS "orderId", n.user_id AS "userId", n.notification_type AS type,
              n.channel, coalesce(q.state, n.status) AS status, coalesce(q.wait_reason, n.reason) AS reason,
              n.retry_count AS "retryCount", n.inbox_seq::int AS "inboxSeq", n.sent_at AS "sentAt", n.read_at AS "readAt", q.due_at AS "dueAt"
         FROM notification_log n
         LEFT JOIN order_event e ON e.id = n.order_event_id
         LEFT JOIN delivery_queue q ON q.id = n.id`,
    );
  }

  attempts(): Promise<AttemptRow[]> {
    return this.query(
      'SELECT notification_id AS "notificationId", number, outcome, code FROM notification_attempt ORDER BY 1, 2',
    );
  }

  /** Counted, not read from the counters. */
  inboxes(): Promise<InboxStanding[]> {
    return this.query(
      `SELECT user_id AS "userId", max(inbox_seq)::int AS top,
              (count(*) FILTER (WHERE read_at IS NULL AND archived_at IS NULL))::int AS unread
         FROM notification_log WHERE inbox_seq IS NOT NULL GROUP BY user_id`,
    );
  }

  dailyCounts(): Promise<DailyCount[]> {
    return this.query('SELECT user_id AS "userId", count FROM daily_count');
  }

  /** Where figures disagree with the rows they count, in words. */
  figureFaults(): Promise<string[]> {
    return findFigureFaults({ query: <T>(text: string) => this.query<T & object>(text) });
  }

  /** Where counters of inboxes disagree with the messages they count, in words. */
  inboxFaults(): Promise<string[]> {
    return findInboxFaults({ query: <T>(text: string) => this.query<T & object>(text) });
  }

  /** @param published how many events there were */
  async unrest(published: number): Promise<Unrest> {
    const [row] = await this.query<Unrest & { dispatched: number }>(
      `SELECT (SELECT count(*)::int FROM event_inbox WHERE source = $1) AS dispatched,
              (SELECT count(*)::int FROM delivery_queue
                WHERE state <> 'pending' OR wait_reason IS DISTINCT FROM 'quiet_hours' OR due_at < now()) AS unsettled,
              (SELECT count(*)::int FROM outbox) AS unpublished`,
      [SOURCE],
    );
    if (row === undefined) throw new Error('PostgreSQL answered nothing');
    return { undispatched: published - row.dispatched, unsettled: row.unsettled, unpublished: row.unpublished };
  }

  /**
   * @param published as `unrest`
   * @param within milliseconds
   * @returns what was left when time was over; null: nothing
   */
  async untilRest(published: number, within: number): Promise<Unrest | null> {
    const deadline = Date.now() + within;
    let quietLooks = 0;
    for (;;) {
      const unrest = await this.unrest(published);
      quietLooks = Object.values(unrest).some((amount) => amount !== 0) ? 0 : quietLooks + 1;
      if (quietLooks === QUIET_LOOKS) return null;
      if (Date.now() > deadline) return unrest;
      await sleep(REST_POLL_MS);
    }
  }

  /**
   * @param lease milliseconds
   * @param callsFor the longest a call takes, milliseconds
   * @returns undefined while PostgreSQL is away
   */
  async claimed(lease: number, callsFor: number): Promise<Claimed | undefined> {
    try {
      const { rows } = await this.pool.query<Claimed>(
        `SELECT count(*)::int AS sending,
                (count(*) FILTER (WHERE lease_expires_at > now() + make_interval(secs => $1)))::int AS "underWay"
           FROM delivery_queue WHERE state = 'sending'`,
        [(lease - callsFor) / 1_000],
      );
      return rows[0];
    } catch {
      // A figure that cannot be had is left out.
      return undefined;
    }
  }

  async close(): Promise<void> {
    await this.pool.end();
  }

  /** Waits while PostgreSQL starts again. */
  private async query<Row extends object>(text: string, values: unknown[] = [], tries = 20): Promise<Row[]> {
    try {
      return (await this.pool.query<Row & pg.QueryResultRow>(text, values)).rows;
    } catch (error) {
      if (tries === 0) throw error;
      await sleep(RETRY_MS);
      return this.query(text, values, tries - 1);
    }
  }
}

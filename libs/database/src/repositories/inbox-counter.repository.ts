/** Implements F8, N9, AC-18. What a customer's inbox comes to: the last position that was given, and how much is unread. Locked after log, queue and attempts. */
import type { Sql, Transaction } from '../sql.js';

/** A message about to enter its customer's inbox. */
export interface InboxArrival {
  readonly id: string;
  readonly userId: string;
  /** False for what was taken out of the inbox before it came: its customer was erased meanwhile. */
  readonly unread: boolean;
}

/**
 * Gives positions in the order of the ids, which is that of dispatch, and counts what is unread. The customers' rows stay locked until the commit,
 * so positions commit in their order: whoever sees one can see every lower one. Sorted, because unsorted batches of the same customers deadlock.
 * @returns positions by id
 */
export async function takeInboxPositions(
  sql: Transaction,
  arrivals: readonly InboxArrival[],
): Promise<Map<string, number>> {
  const byUser = new Map<string, InboxArrival[]>();
  for (const arrival of arrivals) byUser.set(arrival.userId, [...(byUser.get(arrival.userId) ?? []), arrival]);
  const own = [...byUser.values()];
  const rows = await sql.query<{ user_id: string; last_seq: string }>(
    `INSERT INTO inbox_counter AS c (user_id, last_seq, unread)
     SELECT k.user_id, k.amount, k.unread
       FROM unnest($1::text[], $2::int[], $3::int[]) AS k(user_id, amount, unread) ORDER BY k.user_id
     ON CONFLICT (user_id) DO UPDATE SET last_seq = c.last_seq + excluded.last_seq, unread = c.unread + excluded.unread
     RETURNING user_id, last_seq`,
    [
      [...byUser.keys()],
      own.map((messages) => messages.length),
      own.map((messages) => messages.filter(({ unread }) => unread).length),
    ],
  );
  return new Map(rows.flatMap((row) => positionsOf(byUser.get(row.user_id) ?? [], Number(row.last_seq))));
}

function positionsOf(messages: readonly InboxArrival[], last: number): [string, number][] {
  const ids = messages.map(({ id }) => id).sort();
  return ids.map((id, index) => [id, last - ids.length + 1 + index]);
}

/** A message that was changed. */
export interface UnreadChange {
  readonly userId: string;
  /** It counted as unread until now. */
  readonly wasUnread: boolean;
}

/**
 * Takes what is unread no longer from the counts, in the transaction that made it so. Always a statement of its own: one that changes messages too
 * would not see a counter that came into being while it waited for them. Sorted, as arrivals are.
 */
export async function lowerUnread(sql: Transaction, changes: readonly UnreadChange[]): Promise<void> {
  const amounts = new Map<string, number>();
  for (const { userId, wasUnread } of changes) {
    if (wasUnread) amounts.set(userId, (amounts.get(userId) ?? 0) + 1);
  }
  if (amounts.size === 0) return;
  await sql.query(
    `WITH locked AS (
       SELECT c.user_id, k.amount FROM inbox_counter c
         JOIN unnest($1::text[], $2::int[]) AS k(user_id, amount) ON k.user_id = c.user_id ORDER BY c.user_id FOR UPDATE OF c)
     UPDATE inbox_counter c SET unread = c.unread - k.amount FROM locked k WHERE c.user_id = k.user_id`,
    [[...amounts.keys()], [...amounts.values()]],
  );
}

/** Where an inbox stands. */
export interface InboxStanding {
  /** The last position that was given, whatever became of its message since; 0: nothing has ever arrived. */
  readonly top: number;
  /** How many messages are in the inbox and not read. */
  readonly unread: number;
}

/** One look-up by primary key for each customer, however full the inbox. @returns where each stands; every one is in the result */
export async function readInboxStandings(sql: Sql, userIds: readonly string[]): Promise<Map<string, InboxStanding>> {
  const rows = await sql.query<{ user_id: string; last_seq: string; unread: number }>(
    `SELECT u.user_id, coalesce(c.last_seq, 0) AS last_seq, coalesce(c.unread, 0) AS unread
       FROM unnest($1::text[]) AS u(user_id) LEFT JOIN inbox_counter c ON c.user_id = u.user_id`,
    [userIds],
  );
  return new Map(rows.map((row) => [row.user_id, { top: Number(row.last_seq), unread: row.unread }]));
}

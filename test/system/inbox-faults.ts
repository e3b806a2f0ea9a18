/** What counters of inboxes say, and what the messages they count say of the same. Each pair is read in one statement: at one moment. */
import type { Sql } from '#database';

const CHECKS = {
  'unread messages': {
    counted: `SELECT user_id, unread::bigint AS value FROM inbox_counter`,
    found: `SELECT user_id, count(*) AS value FROM notification_log
             WHERE inbox_seq IS NOT NULL AND read_at IS NULL AND archived_at IS NULL GROUP BY user_id`,
  },
  'the last position': {
    counted: `SELECT user_id, last_seq AS value FROM inbox_counter`,
    found: `SELECT user_id, max(inbox_seq) AS value FROM notification_log WHERE inbox_seq IS NOT NULL GROUP BY user_id`,
  },
  'messages that have different positions': {
    counted: `SELECT user_id, count(DISTINCT inbox_seq) AS value FROM notification_log GROUP BY user_id`,
    found: `SELECT user_id, count(*) AS value FROM notification_log
             WHERE channel = 'in_app' AND status IN ('sent', 'delivered') GROUP BY user_id`,
  },
} as const satisfies Record<string, { readonly counted: string; readonly found: string }>;

interface Difference {
  readonly user_id: string;
  readonly counted: string;
  readonly found: string;
}

/**
 * Recounts inboxes from their messages, as long as no month has been dropped for its age.
 * @returns where they disagree, in words; none: they agree
 */
export async function findInboxFaults(sql: Pick<Sql, 'query'>): Promise<string[]> {
  const faults: string[] = [];
  for (const [name, { counted, found }] of Object.entries(CHECKS)) {
    const rows = await sql.query<Difference>(
      `WITH counted AS (${counted}), found AS (${found})
       SELECT user_id, coalesce(c.value, 0)::text AS counted, coalesce(f.value, 0)::text AS found
         FROM counted c FULL JOIN found f USING (user_id)
        WHERE coalesce(c.value, 0) <> coalesce(f.value, 0) ORDER BY 1 LIMIT 20`,
    );
    faults.push(...rows.map((row) => `${name} of ${row.user_id}: ${row.counted}, not ${row.found}`));
  }
  return faults;
}

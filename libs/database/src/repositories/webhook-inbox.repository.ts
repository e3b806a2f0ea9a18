/** Implements N6, N9. Which reports of providers were seen. */
import type { Sql } from '../database.js';

export interface SeenWebhook {
  /** Unique for its provider, the same in every repeat. */
  readonly dedupeKey: string;
  /** The provider's name for what happened. */
  readonly event: string;
}

/**
 * Claims reports by their deduplication key. Two replicas that get the same report meet here: the second waits for the first's commit
 * and then finds the key taken. Sorted, because unsorted inserts of overlapping batches deadlock.
 * @returns the keys that were new
 */
export async function insertWebhooks(
  sql: Sql,
  provider: string,
  webhooks: readonly SeenWebhook[],
  now: Date,
): Promise<Set<string>> {
  const rows = await sql.query<{ dedupe_key: string }>(
    `INSERT INTO webhook_inbox (provider, dedupe_key, event, received_at)
     SELECT $1, w.dedupe_key, w.event, $4
       FROM unnest($2::text[], $3::text[]) AS w(dedupe_key, event)
      ORDER BY w.dedupe_key
     ON CONFLICT (provider, dedupe_key) DO NOTHING
     RETURNING dedupe_key`,
    [provider, webhooks.map((w) => w.dedupeKey), webhooks.map((w) => w.event), now],
  );
  return new Set(rows.map((row) => row.dedupe_key));
}

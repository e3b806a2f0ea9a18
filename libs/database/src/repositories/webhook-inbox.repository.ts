/** Implements N6, N9. Which reports of providers were seen. */
import type { Sql } from '../database.js';

export interface SeenWebhook {
  /** Unique for its provider, the same in every repeat. */
  readonly dedupeKey: string;
  /** The provider's name for what happened. */
  readonly event: string;
  /**
   * A person's word about their consent. A captured request of this kind must never count again, however late it comes: not all providers sign
   * the time. Such a row is kept for good; others go once the provider repeats nothing any more.
   */
  readonly isEvidence: boolean;
}

/**
 * Of these providers, those that have reported anything since. Where one has, its first report is found at once; where one is silent, all that others
 * reported since is passed over, so ask only about those that should have.
 */
export async function findReporting(sql: Sql, providers: readonly string[], since: Date): Promise<Set<string>> {
  if (providers.length === 0) return new Set();
  const rows = await sql.query<{ provider: string }>(
    `SELECT p.provider FROM unnest($1::text[]) AS p(provider)
      WHERE EXISTS (SELECT 1 FROM webhook_inbox w
                     WHERE w.provider = p.provider AND NOT w.is_evidence AND w.received_at >= $2)`,
    [providers, since],
  );
  return new Set(rows.map(({ provider }) => provider));
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
    `INSERT INTO webhook_inbox (provider, dedupe_key, event, is_evidence, received_at)
     SELECT $1, w.dedupe_key, w.event, w.is_evidence, $5
       FROM unnest($2::text[], $3::text[], $4::boolean[]) AS w(dedupe_key, event, is_evidence)
      ORDER BY w.dedupe_key
     ON CONFLICT (provider, dedupe_key) DO NOTHING
     RETURNING dedupe_key`,
    [provider, webhooks.map((w) => w.dedupeKey), webhooks.map((w) => w.event), webhooks.map((w) => w.isEvidence), now],
  );
  return new Set(rows.map((row) => row.dedupe_key));
}

/**
 * The ceiling: the same hops over Kafka and PostgreSQL, with as little as possible in between, to show what this machine can do. It keeps what the
 * contract of the hops is: an event that comes twice is planned once, a row is claimed before it is sent, offsets are committed after the work,
 * every message is acknowledged by all in-sync replicas. Batches and pools are as large as ours; of calls in flight it may have 200 with fresh messages
 * alone, of which ours keeps a quarter for what is due.
 *
 * It leaves out Nest, TypeORM, checks of what comes in, preferences, quiet hours, the daily cap, packages that overtake each other, templates and
 * languages, sealing, figures, metrics, news for upstream, the record of attempts, retries, the poll for what was lost on the way, pauses and
 * everything that could be asked about a notification afterwards. A crash between sending and settling leaves its rows behind for ever.
 */
import { join } from 'node:path';
import pg from 'pg';
import type { Contender, Progress } from '../contender.js';

const MAIN = join(import.meta.dirname, 'main.ts');

/** Half of a page is left free: the two updates of a row then need no new entries in its indexes. */
const TABLE = `
  CREATE TABLE notification (
    id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    source text NOT NULL,
    event_id text NOT NULL,
    channel text NOT NULL,
    user_id text NOT NULL,
    status text NOT NULL,
    payload text,
    planned_at timestamptz NOT NULL DEFAULT now(),
    sent_at timestamptz,
    UNIQUE (source, event_id, channel)
  ) WITH (fillfactor = 50)`;

/** Each event has a row for each of the three channels. */
const PROGRESS = `
  SELECT (count(*) / 3)::int AS planned, count(sent_at)::int AS sent,
         coalesce(extract(epoch FROM max(planned_at)), 0)::float AS "lastPlannedAt",
         coalesce(extract(epoch FROM max(sent_at)), 0)::float AS "lastSentAt"
    FROM notification WHERE planned_at >= to_timestamp($1)`;

export const ceiling: Contender = {
  name: 'ceiling',
  process: (role) => ['--import', 'tsx', MAIN, role],
  prepare: async (databaseUrl) => {
    const database = new pg.Client({ connectionString: databaseUrl });
    await database.connect();
    try {
      await database.query(TABLE);
    } finally {
      await database.end();
    }
  },
  progress: async (database, since) => {
    const { rows } = await database.query<Progress>(PROGRESS, [since]);
    const [progress] = rows;
    if (progress === undefined) throw new Error('There is no progress to be seen.');
    return progress;
  },
};

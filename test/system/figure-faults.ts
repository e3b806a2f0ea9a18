import { CHANNELS, LANGUAGES } from '#contracts';
import type { Sql } from '#database';
import { FIGURE_RESOLUTIONS, FIGURE_RESOLUTION_NAMES, LATENCY_BOUNDS, NO_ACCEPTANCE } from '#notifications';

/** Figures by what they are counted by, and what the rows they count say of the same. Each pair is read in one statement: at one moment. */
interface Check {
  readonly counted: string;
  readonly found: string;
  /** Rows do not say all that was counted: `found` is what they are sure of. Where they are sure of each, the totals, which are checked, make it all. */
  readonly isLeast?: true;
}

/** What has been moved into the summary of every resolution, with what has not. */
const inEachResolution = (kind: string, what: string, only = ''): string => `
  SELECT r.resolution, ${what} AS what, sum(f.amount) AS count
    FROM unnest(ARRAY['minute', 'quarter_hour', 'hour', 'day']) AS r(resolution)
    JOIN LATERAL (
      SELECT kind, channel, notification_type, label, detail, amount FROM delivery_figure
      UNION ALL
      SELECT kind, channel, notification_type, label, detail, amount FROM figure_summary WHERE resolution = r.resolution) f ON f.kind = '${kind}' ${only}
   GROUP BY 1, 2`;

const sameInEach = (found: string): string => `
  SELECT r.resolution, found.what, found.count
    FROM unnest(ARRAY['minute', 'quarter_hour', 'hour', 'day']) AS r(resolution) CROSS JOIN (${found}) AS found`;

const ATTEMPTS = `notification_attempt a JOIN notification_log n ON n.id = a.notification_id`;

const listed = (words: readonly string[]): string => words.map((word) => `'${word}'`).join(', ');

const bucketUntil = (time: string): string => `coalesce((
  SELECT min(bound)::text FROM unnest(ARRAY[${LATENCY_BOUNDS.join(', ')}]::numeric[]) AS bound
   WHERE extract(epoch FROM ${time} - n.event_time) <= bound), '+Inf')`;

const latencyUntil = (time: 'sent_at' | 'delivered_at', whose: string): string => `
  SELECT concat_ws(' ', n.channel, ${bucketUntil(`n.${time}`)}, CASE WHEN n.waited THEN 'waited' ELSE 'prompt' END) AS what, count(*)
    FROM notification_log n
   WHERE n.${time} IS NOT NULL AND n.event_time IS NOT NULL AND n.earlier_attempts = 0 ${whose} GROUP BY 1`;

/**
 * `sent_at` is that of the last time it was sent; counted was the first. Whoever is sent twice was retried by hand, was reported as failed or was
 * taken in two attempts. Not seen: one reported as undelivered, which then had to wait and was reported as delivered without another attempt.
 */
const SENT_ONCE = `
  AND NOT EXISTS (SELECT FROM notification_attempt a
                   WHERE a.notification_id = n.id AND a.evidence IS NOT NULL AND a.outcome <> 'accepted')
  AND (SELECT count(*) FROM notification_attempt a WHERE a.notification_id = n.id AND a.outcome = 'accepted') < 2`;

/** Where the last budget began is kept, and not where those between began. */
const NUMBER_IN_BUDGET = `CASE WHEN a.number > n.earlier_attempts THEN a.number - n.earlier_attempts ELSE a.number END`;
const HAS_SURE_NUMBER = `(a.number = 1 OR a.number > n.earlier_attempts)`;

/** As it was first known. What a report replaced is not kept, unless it was unknown. */
const FIRST_OUTCOME = `CASE WHEN a.unconfirmed_code IS NULL THEN a.outcome ELSE 'unconfirmed' END`;
const HAS_SURE_OUTCOME = `(a.evidence IS NULL OR a.unconfirmed_code IS NOT NULL)`;

/** The first failure if its outcome was unknown, and the last. */
const SURE_ERRORS = `
  SELECT concat_ws(' ', n.channel, e.code, e.outcome) AS what, count(*)
    FROM ${ATTEMPTS} CROSS JOIN LATERAL (
         VALUES (a.unconfirmed_code, 'unconfirmed'), (CASE WHEN a.outcome <> 'accepted' THEN a.code END, a.outcome)) AS e(code, outcome)
   WHERE e.code IS NOT NULL`;

/** A report may replace an earlier one, whose code is not kept. */
const UNREPORTED = (channel: string): string =>
  `AND ${channel} NOT IN (SELECT n.channel FROM ${ATTEMPTS} WHERE a.evidence IS NOT NULL)`;

const NOBODY_ERASED = `NOT EXISTS (SELECT FROM recipient WHERE deleted_at IS NOT NULL)`;

const CHOICES = `
  SELECT concat_ws(' ', coalesce((SELECT channel FROM unnest(ARRAY[${listed(CHANNELS)}]) AS channel
                                   WHERE channel = ANY(string_to_array(c.value ->> 'choice', '.')) LIMIT 1), ''),
                   c.value ->> 'choice',
                   CASE WHEN c.value -> 'to' = 'null' THEN 'cleared' WHEN c.value -> 'to' = 'true' THEN 'on'
                        WHEN c.value -> 'to' = 'false' THEN 'off'
                        WHEN c.value ->> 'to' IN (${listed(LANGUAGES)}) THEN c.value ->> 'to' ELSE 'set' END) AS what, count(*)
    FROM preference_change p CROSS JOIN jsonb_array_elements(p.changes) AS c`;

const CHECKS = {
  'rows of the log by where they stand': {
    counted: `SELECT 'day' AS resolution, concat_ws(' ', channel, notification_type, language, label, detail) AS what, sum(amount - departed) AS count
                FROM (SELECT kind, channel, notification_type, language, label, detail, amount, departed FROM delivery_figure
                      UNION ALL
                      SELECT kind, channel, notification_type, language, label, detail, amount, departed FROM figure_summary
                       WHERE resolution = 'day') AS f
               WHERE kind = 'status' GROUP BY 1, 2`,
    found: `SELECT 'day' AS resolution, concat_ws(' ', channel, notification_type, coalesce(language, ''), status, coalesce(reason, '')) AS what, count(*)
              FROM notification_log GROUP BY 1, 2`,
  },
  'rows of the log that were accepted': {
    counted: inEachResolution('acceptance', 'f.channel', `AND f.label <> '${NO_ACCEPTANCE}'`),
    found: sameInEach(`SELECT channel AS what, count(*) FROM notification_log
                        WHERE sent_at IS NOT NULL AND event_time IS NOT NULL GROUP BY 1`),
  },
  'how long it took until rows were accepted': {
    counted: inEachResolution('acceptance', `concat_ws(' ', f.channel, f.label, f.detail)`),
    found: sameInEach(latencyUntil('sent_at', SENT_ONCE)),
    isLeast: true,
  },
  'rows of the log that were delivered': {
    counted: inEachResolution('delivery', 'f.channel'),
    found: sameInEach(`SELECT channel AS what, count(*) FROM notification_log
                        WHERE delivered_at IS NOT NULL AND event_time IS NOT NULL GROUP BY 1`),
  },
  'how long it took until rows were delivered': {
    counted: inEachResolution('delivery', `concat_ws(' ', f.channel, f.label, f.detail)`),
    found: sameInEach(latencyUntil('delivered_at', '')),
    isLeast: true,
  },
  'recorded attempts': {
    counted: inEachResolution('attempt', 'f.channel'),
    found: sameInEach(`SELECT n.channel AS what, count(*) FROM ${ATTEMPTS} GROUP BY 1`),
  },
  'recorded attempts by their number within the budget': {
    counted: inEachResolution('attempt', `concat_ws(' ', f.channel, f.detail)`),
    found: sameInEach(`SELECT concat_ws(' ', n.channel, ${NUMBER_IN_BUDGET}) AS what, count(*)
                         FROM ${ATTEMPTS} WHERE ${HAS_SURE_NUMBER} GROUP BY 1`),
    isLeast: true,
  },
  'recorded attempts by how they went': {
    counted: inEachResolution('attempt', `concat_ws(' ', f.channel, f.label, f.detail)`),
    found: sameInEach(`SELECT concat_ws(' ', n.channel, ${FIRST_OUTCOME}, ${NUMBER_IN_BUDGET}) AS what, count(*)
                         FROM ${ATTEMPTS} WHERE ${HAS_SURE_NUMBER} AND ${HAS_SURE_OUTCOME} GROUP BY 1`),
    isLeast: true,
  },
  'errors that are known still': {
    counted: inEachResolution('error', `concat_ws(' ', f.channel, f.label, f.detail)`),
    found: sameInEach(`${SURE_ERRORS} GROUP BY 1`),
    isLeast: true,
  },
  'errors of channels of which nothing was reported': {
    counted: inEachResolution('error', `concat_ws(' ', f.channel, f.label, f.detail)`, UNREPORTED('f.channel')),
    found: sameInEach(`${SURE_ERRORS} ${UNREPORTED('n.channel')} GROUP BY 1`),
  },
  'choices of customers, whose history goes when they are erased': {
    counted: inEachResolution('preference', `concat_ws(' ', f.channel, f.label, f.detail)`),
    found: sameInEach(`${CHOICES} GROUP BY 1`),
    isLeast: true,
  },
  'choices of customers, where none was erased': {
    counted: inEachResolution('preference', `concat_ws(' ', f.channel, f.label, f.detail)`, `AND ${NOBODY_ERASED}`),
    found: sameInEach(`${CHOICES} WHERE ${NOBODY_ERASED} GROUP BY 1`),
  },
  'segments of texts': {
    counted: inEachResolution('segments', 'f.channel'),
    found: sameInEach(`SELECT n.channel AS what, sum(a.segments) AS count FROM ${ATTEMPTS}
                        WHERE a.segments IS NOT NULL GROUP BY 1`),
  },
  'emails opened and clicked for the first time': {
    counted: `SELECT each.resolution, each.what, each.count FROM (${inEachResolution('engagement', `concat_ws(' ', f.label, f.detail)`)}) AS each
               WHERE each.what LIKE 'first%'`,
    found: sameInEach(`
      SELECT 'first_open person' AS what, count(opened_at) FROM notification_log WHERE channel = 'email'
      UNION ALL SELECT 'first_open machine', count(machine_opened_at) FROM notification_log
      UNION ALL SELECT 'first_click person', count(clicked_at) FROM notification_log`),
  },
  'entries of the suppression ledger': {
    counted: inEachResolution('suppression', `concat_ws(' ', f.channel, f.label, f.detail)`),
    found:
      sameInEach(`SELECT concat_ws(' ', channel, reason, CASE action WHEN 'suppressed' THEN 'added' ELSE action END) AS what, count(*)
                         FROM suppression_event GROUP BY 1`),
  },
  'what each resolution was given': {
    counted: `SELECT resolution, concat_ws(' ', kind, channel, notification_type, language, label, detail) AS what, sum(amount - departed) AS count
                FROM figure_summary WHERE kind <> 'status' GROUP BY 1, 2`,
    found: sameInEach(`
      SELECT concat_ws(' ', v.view, CASE WHEN v.channel THEN s.channel ELSE '' END, CASE WHEN v.type THEN s.notification_type ELSE '' END,
                       CASE WHEN v.language THEN s.language ELSE '' END, s.label, CASE WHEN v.detail THEN s.detail ELSE '' END) AS what,
             sum(s.amount - s.departed) AS count
        FROM figure_summary s
        JOIN (VALUES ('outcome', true, false, false, true, NULL), ('type_outcome', true, true, false, false, NULL),
                     ('language_outcome', false, false, true, false, NULL), ('failure', true, true, false, true, 'failed'))
             AS v(view, channel, type, language, detail, label) ON v.label IS NULL OR v.label = s.label
       WHERE s.resolution = 'day' AND s.kind = 'status' GROUP BY 1
      UNION ALL
      SELECT concat_ws(' ', kind, channel, notification_type, language, label, detail), sum(amount - departed) FROM figure_summary
       WHERE resolution = 'day' AND kind NOT IN ('status', 'outcome', 'type_outcome', 'language_outcome', 'failure') GROUP BY 1`),
  },
  'order events by their type': {
    counted: inEachResolution('event', 'f.notification_type'),
    found: sameInEach(`SELECT notification_type AS what, count(*) FROM order_event GROUP BY 1`),
  },
} as const satisfies Record<string, Check>;

/**
 * Recomputes figures from the rows they count, as long as no row has been deleted for its age.
 * @param now by the clock of those who count: at resolutions that are not kept for as long as there have been rows, nothing is compared
 * @returns where they disagree, in words; none: they agree
 */
export async function findFigureFaults(sql: Pick<Sql, 'query'>, now = new Date()): Promise<string[]> {
  const kept = await keptResolutions(sql, now);
  const faults: string[] = [];
  for (const [name, check] of Object.entries(CHECKS)) faults.push(...(await faultsOf(sql, name, check, kept)));
  return faults;
}

async function keptResolutions(sql: Pick<Sql, 'query'>, now: Date): Promise<ReadonlySet<string>> {
  const [row] = await sql.query<{ oldest: Date | null }>(`SELECT min(created_at) AS oldest FROM order_event`);
  const age = now.getTime() - (row?.oldest ?? now).getTime();
  return new Set(FIGURE_RESOLUTION_NAMES.filter((name) => age < FIGURE_RESOLUTIONS[name].keptMs));
}

interface Difference {
  readonly resolution: string;
  readonly what: string;
  readonly counted: string;
  readonly found: string;
}

async function faultsOf(
  sql: Pick<Sql, 'query'>,
  name: string,
  { counted, found, isLeast }: Check,
  kept: ReadonlySet<string>,
): Promise<string[]> {
  const rows = await sql.query<Difference>(
    `WITH counted AS (${counted}), found AS (${found})
     SELECT resolution, what, coalesce(c.count, 0)::text AS counted, coalesce(f.count, 0)::text AS found
       FROM counted c FULL JOIN found f USING (resolution, what)
      WHERE coalesce(c.count, 0) ${isLeast ? '<' : '<>'} coalesce(f.count, 0) ORDER BY 1, 2 LIMIT 20`,
  );
  return rows
    .filter(({ resolution }) => kept.has(resolution))
    .map(
      (row) =>
        `${name}, by ${row.resolution}: figures have ${row.counted} of "${row.what}", rows ${isLeast ? 'at least ' : ''}${row.found}`,
    );
}

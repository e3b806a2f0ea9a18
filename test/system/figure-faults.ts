import type { Sql } from '#database';

/** Figures by what they are counted by, and what the rows they count say of the same. Each pair is read in one statement: at one moment. */
interface Check {
  readonly counted: string;
  readonly found: string;
}

/** What has been moved into the summary of every resolution, with what has not. */
const inEachResolution = (kind: string, what: string, only = ''): string => `
  SELECT r.resolution, ${what} AS what, sum(f.amount) AS count
    FROM unnest(ARRAY['minute', 'quarter_hour', 'hour', 'day']) AS r(resolution)
    JOIN LATERAL (
      SELECT kind, channel, label, detail, amount FROM delivery_figure
      UNION ALL
      SELECT kind, channel, label, detail, amount FROM figure_summary WHERE resolution = r.resolution) f ON f.kind = '${kind}' ${only}
   GROUP BY 1, 2`;

const sameInEach = (found: string): string => `
  SELECT r.resolution, found.what, found.count
    FROM unnest(ARRAY['minute', 'quarter_hour', 'hour', 'day']) AS r(resolution) CROSS JOIN (${found}) AS found`;

const ATTEMPTS = `notification_attempt a JOIN notification_log n ON n.id = a.notification_id`;

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
    counted: inEachResolution('acceptance', 'f.channel'),
    found: sameInEach(`SELECT channel AS what, count(*) FROM notification_log
                        WHERE sent_at IS NOT NULL AND event_time IS NOT NULL GROUP BY 1`),
  },
  'rows of the log that were delivered': {
    counted: inEachResolution('delivery', 'f.channel'),
    found: sameInEach(`SELECT channel AS what, count(*) FROM notification_log
                        WHERE delivered_at IS NOT NULL AND event_time IS NOT NULL GROUP BY 1`),
  },
  'recorded attempts': {
    counted: inEachResolution('attempt', 'f.channel'),
    found: sameInEach(`SELECT n.channel AS what, count(*) FROM ${ATTEMPTS} GROUP BY 1`),
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
  'emails that were opened, and followed': {
    counted: inEachResolution('engagement', `concat_ws(' ', f.label, f.detail)`, `AND f.label LIKE 'first_%'`),
    found: sameInEach(`SELECT t.what, count(*) FROM notification_log n CROSS JOIN LATERAL (
                         VALUES ('first_open person', n.opened_at), ('first_open machine', n.machine_opened_at),
                                ('first_click person', n.clicked_at)) AS t(what, at) WHERE t.at IS NOT NULL GROUP BY 1`),
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
} as const satisfies Record<string, Check>;

/**
 * Recomputes figures from the rows they count, as long as nothing has been deleted for its age.
 * @returns where they disagree, in words; none: they agree
 */
export async function findFigureFaults(sql: Pick<Sql, 'query'>): Promise<string[]> {
  const faults: string[] = [];
  for (const [name, check] of Object.entries(CHECKS)) faults.push(...(await faultsOf(sql, name, check)));
  return faults;
}

interface Difference {
  readonly resolution: string;
  readonly what: string;
  readonly counted: string;
  readonly found: string;
}

async function faultsOf(sql: Pick<Sql, 'query'>, name: string, { counted, found }: Check): Promise<string[]> {
  const rows = await sql.query<Difference>(
    `WITH counted AS (${counted}), found AS (${found})
     SELECT resolution, what, coalesce(c.count, 0)::text AS counted, coalesce(f.count, 0)::text AS found
       FROM counted c FULL JOIN found f USING (resolution, what)
      WHERE coalesce(c.count, 0) <> coalesce(f.count, 0) ORDER BY 1, 2 LIMIT 20`,
  );
  return rows.map(
    (row) => `${name}, by ${row.resolution}: figures have ${row.counted} of "${row.what}", rows ${row.found}`,
  );
}

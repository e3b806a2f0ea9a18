/** Implements F5, F9. What is known of failed provider calls beyond their number: when they were seen, and whom to look at. */
import type { Channel } from '#contracts';
import { FIGURE_RESOLUTIONS, FIGURE_RESOLUTION_NAMES, type FigureResolution, type Span } from '#notifications';
import type { Sql } from '../database.js';
import { firstUuidOf } from './partition.repository.js';

/** A code as figures have it: seen from the step that begins at `firstAt` to the one that begins at `lastAt`. */
export interface CountedError {
  readonly channel: Channel;
  readonly code: string;
  readonly firstAt: Date;
  readonly lastAt: Date;
}

export interface SeenError extends CountedError {
  /** Ids of notifications, the latest first. */
  readonly samples: readonly string[];
}

const SAMPLES = 3;
/** Of the calls that failed so, on whatever channel, these are looked through: a code that another channel has far more of may go without. */
const LOOKED_THROUGH = 200;
/** A notification may wait for days before it is sent. */
const LONGEST_WAIT_MS = 7 * 86_400_000;

/**
 * Times as fine as figures of that age still are: minutes for the last two days. In the order given.
 * @param sql a transaction with `planForSpans`: a plan for any span reads every attempt there is
 */
export async function describeErrors(
  sql: Sql,
  errors: readonly CountedError[],
  span: Span,
  now: Date,
): Promise<SeenError[]> {
  if (errors.length === 0) return [];
  return sql.query<SeenError>(DESCRIBE_ERRORS, [
    errors.map(({ channel }) => channel),
    errors.map(({ code }) => code),
    errors.map(({ firstAt }) => firstAt),
    errors.map(({ lastAt }) => lastAt),
    errors.map(({ firstAt }) => finestKept(firstAt, now)),
    errors.map(({ lastAt }) => finestKept(lastAt, now)),
    new Date(span.from),
    new Date(span.to),
    firstUuidOf(new Date(span.from - LONGEST_WAIT_MS)),
    firstUuidOf(new Date(span.to)),
  ]);
}

function finestKept(at: Date, now: Date): FigureResolution {
  const age = now.getTime() - at.getTime();
  return FIGURE_RESOLUTION_NAMES.find((name) => age < FIGURE_RESOLUTIONS[name].keptMs) ?? 'day';
}

const withinStep = (resolution: string, from: string, to: string): string => `
  SELECT f.starts_at FROM figure_summary f
   WHERE f.resolution = ${resolution} AND f.kind = 'error' AND f.starts_at >= ${from} AND f.starts_at < ${to}
     AND f.channel = e.channel AND f.label = e.code`;

/**
 * The index on codes is asked for codes and ids as pairs: asked for ids with this code, the planner walks over all attempts by their ids
 * instead, whole months of them for a code that is rare.
 */
const DESCRIBE_ERRORS = `
  SELECT e.channel, e.code,
         coalesce((${withinStep('e.first_resolution', 'greatest(e.first_at, $7)', "e.first_at + interval '1 day'")}
                    ORDER BY f.starts_at LIMIT 1), e.first_at) AS "firstAt",
         coalesce((${withinStep('e.last_resolution', 'e.last_at', "least(e.last_at + interval '1 day', $8)")}
                    ORDER BY f.starts_at DESC LIMIT 1), e.last_at) AS "lastAt",
         ARRAY(SELECT a.notification_id::text
                 FROM (SELECT code, notification_id, at FROM notification_attempt
                        WHERE code IS NOT NULL AND (code, notification_id) >= (e.code, $9::uuid) AND (code, notification_id) < (e.code, $10::uuid)
                          AND notification_id >= $9::uuid AND notification_id < $10::uuid
                        ORDER BY code DESC, notification_id DESC LIMIT ${LOOKED_THROUGH}) AS a
                 JOIN notification_log n ON n.id = a.notification_id AND n.channel = e.channel
                WHERE a.at >= $7 AND a.at < $8
                ORDER BY a.code DESC, a.notification_id DESC LIMIT ${SAMPLES}) AS samples
    FROM unnest($1::text[], $2::text[], $3::timestamptz[], $4::timestamptz[], $5::text[], $6::text[])
         WITH ORDINALITY AS e(channel, code, first_at, last_at, first_resolution, last_resolution, position)
   ORDER BY e.position`;

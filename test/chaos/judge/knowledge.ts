import type { Span } from '../servers.js';
import type { Attempt, Evidence, ObservedCall } from './evidence.js';

/** Long enough for a living worker, with its database at hand, to write down what it was told. */
export const WRITTEN_WITHIN_MS = 5_000;
/** A worker's time-out begins before its request is on the wire. */
const GIVES_UP_WITHIN_MS = 500;

/** The wire's clock is read when its process gets to it, which on a busy machine is a little later. */
export const CLOCK_SLACK_MS = 400;

const ARRIVED = new Set(['processed', 'delivered', 'open', 'click', 'queued', 'accepted', 'sending', 'sent', 'read']);
const FAILED = new Set(['bounce', 'dropped', 'undelivered', 'failed']);

/** When the service knew that the provider had taken an attempt, from its answer or from a report; null: it never did. */
export function toldAt(attempt: Attempt, evidence: Evidence): number | null {
  const answers = attempt.calls.map((call) => answerWrittenAt(call, evidence));
  return earliest([...answers, ...reportTimes(attempt, ARRIVED)]);
}

/** When the service was told that what the provider had taken did not arrive; null: never. */
export const failureToldAt = (attempt: Attempt): number | null => earliest(reportTimes(attempt, FAILED));

/**
 * Since when Twilio, if asked, would have named a text. null: it was asked before it had the text, and is not asked twice before the next call.
 * @param nextAt when the next call started
 */
export function foundSince({ messages, calls }: Attempt, nextAt: number, { lookUps }: Evidence): number | null {
  const [message] = messages;
  if (message === undefined) return null;
  const takenAt = Date.parse(message.at);
  const begunAt = calls[0]?.startedAt ?? takenAt;
  const askedTooEarly = lookUps.some(({ subjects, startedAt, endedAt, status }) => {
    const isAnswered = status === 200 && endedAt !== null && endedAt < nextAt;
    const isBetween = begunAt <= startedAt && startedAt <= takenAt + CLOCK_SLACK_MS;
    return isAnswered && isBetween && subjects.some(({ to }) => to === message.to);
  });
  return askedTooEarly ? null : takenAt;
}

/** When what the provider had taken did not arrive, whether or not its report of that did; null: never. */
export const failedAt = ({ messages }: Attempt): number | null =>
  earliest(
    messages.flatMap(({ webhooks }) => webhooks.flatMap(({ event, at }) => (FAILED.has(event) ? Date.parse(at) : []))),
  );

/** The answer came, but its process was killed or frozen before it could write it down. */
export const answerDiedWithProcess = (attempt: Attempt, evidence: Evidence): boolean =>
  attempt.calls.some((call) => isSuccess(call) && answerWrittenAt(call, evidence) === null);

function reportTimes({ reports }: Attempt, events: ReadonlySet<string>): number[] {
  return reports.filter(({ event }) => events.has(event)).map(({ takenAt }) => takenAt);
}

/** By when an answer of success was written down for sure; null: perhaps it never was. */
function answerWrittenAt(call: ObservedCall, evidence: Evidence): number | null {
  const { replica, startedAt, endedAt } = call;
  if (!isSuccess(call) || endedAt === null) return null;
  // Its worker may have given up on it while it was on its way.
  if (endedAt - startedAt > evidence.profile.answerTimeout - GIVES_UP_WITHIN_MS) return null;
  return writtenBy(replica, { since: startedAt, at: endedAt }, evidence);
}

/**
 * @param when.at when a process was told something
 * @param when.since from when on its death counts
 * @returns by when it was written down for sure; null: perhaps it never was
 */
export function writtenBy(
  replica: string,
  { since, at }: { readonly since: number; readonly at: number },
  { databaseOutages, incidents, freezes }: Evidence,
): number | null {
  const outage = databaseOutages.find((span) => overlaps(span, at, at + WRITTEN_WITHIN_MS));
  const until = Math.max(at, outage?.until ?? at) + WRITTEN_WITHIN_MS;
  const died = incidents.some(
    (incident) => incident.replica === replica && since <= incident.at && incident.at <= until,
  );
  const slept = (freezes.get(replica) ?? []).some((span) => overlaps(span, at, until));
  return died || slept ? null : until;
}

const isSuccess = ({ status }: ObservedCall): boolean => status !== null && status >= 200 && status <= 299;

const overlaps = ({ from, until }: Span, start: number, end: number): boolean =>
  from <= end && (until === null || until >= start);

export const earliest = (times: readonly (number | null)[]): number | null => {
  const known = times.filter((at) => at !== null);
  return known.length === 0 ? null : Math.min(...known);
};

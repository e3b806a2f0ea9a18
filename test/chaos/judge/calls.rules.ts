import { type Change, type Channel, permits } from '../customers.js';
import type { NotificationRow } from '../tables.js';
import { isWithin } from '../zones.js';
import { type Attempt, type Evidence, type ObservedCall, groupBy } from './evidence.js';
import { type Finding, describeRow } from './finding.js';
import {
  CLOCK_SLACK_MS,
  answerDiedWithProcess,
  earliest,
  failedAt,
  failureToldAt,
  foundSince,
  toldAt,
} from './knowledge.js';
import { callsPerBudget } from './rows.rules.js';

/** A call may start so long after its claim: what is learnt in between comes too late to stop it. */
const START_WINDOW_MS = 1_000;

/** A message that the provider took is not sent again, once the service could know. */
export function acceptedOnce(evidence: Evidence): Finding[] {
  return repetitions(evidence)
    .filter(({ kind }) => kind === 'known')
    .map(({ row, first, second }) => ({
      ...describeRow(row),
      detail: `attempt ${first.number} was known, or could be, to be taken when attempt ${second.number} was sent`,
    }));
}

/**
 * Messages that a provider took twice, by whether that could be helped. `known`: it could, by what was answered or reported, or by asking
 * where the provider can be asked. `crossed`: word came while the second was on its way. `answer_died`: the answer came to a process that
 * was killed or frozen then. `unreported`: no word came in time, or ever.
 */
export type RepetitionKind = 'known' | 'crossed' | 'answer_died' | 'unreported';

interface Repetition {
  readonly row: NotificationRow;
  readonly first: Attempt;
  readonly second: Attempt;
  readonly kind: RepetitionKind;
}

export function repetitions(evidence: Evidence): Repetition[] {
  return evidence.rows.flatMap((row) => {
    const taken = evidence.attemptsOf(row.id).filter(({ acceptances }) => acceptances > 0);
    const doubled = taken
      .filter(({ acceptances }) => acceptances > 1)
      .map((attempt): Repetition => ({ row, first: attempt, second: attempt, kind: 'known' }));
    const pairs = taken.flatMap((second, i) =>
      taken.slice(0, i).flatMap((first): Repetition[] => {
        const kind = kindOf(row, first, second, evidence);
        return kind === undefined ? [] : [{ row, first, second, kind }];
      }),
    );
    return [...doubled, ...pairs];
  });
}

/** @returns undefined where the first was known to have failed: then the second is what should be */
function kindOf(
  { channel }: NotificationRow,
  first: Attempt,
  second: Attempt,
  evidence: Evidence,
): RepetitionKind | undefined {
  const startedAt = second.calls[0]?.startedAt ?? evidence.judgedAt;
  const isAsked = channel === 'sms';
  const failed = earliest([failureToldAt(first), isAsked ? failedAt(first) : null]);
  if (failed !== null && failed < startedAt) return undefined;
  const told = earliest([toldAt(first, evidence), isAsked ? foundSince(first, startedAt, evidence) : null]);
  if (told !== null && told < startedAt - START_WINDOW_MS - CLOCK_SLACK_MS) return 'known';
  if (told !== null && told < startedAt) return 'crossed';
  return answerDiedWithProcess(first, evidence) ? 'answer_died' : 'unreported';
}

/** No request starts after a change that forbids it was acknowledged. */
export function nothingAfterRevocation(evidence: Evidence): Finding[] {
  return perRow(evidence, (row, calls) => {
    const changes = evidence.customersById.get(row.userId)?.changes ?? [];
    return calls
      .filter(({ startedAt }) => wasForbidden(changes, row, startedAt - CLOCK_SLACK_MS))
      .map(
        ({ attempt, startedAt }) => `attempt ${attempt} started ${sinceRevocation(changes, row, startedAt)} ms after`,
      );
  });
}

/** Whatever the customer may have stored by then forbids it: the last acknowledged change, and those under way. */
function wasForbidden(changes: readonly Change[], { channel, type }: Kind, at: number): boolean {
  const last = changes.findLastIndex(({ acknowledgedAt }) => acknowledgedAt !== null && acknowledgedAt < at);
  if (last < 0) return false;
  // From the call itself, not from `at`: a permission asked for within the slack counts, too.
  const possible = changes.slice(last).filter(({ requestedAt }) => requestedAt <= at + CLOCK_SLACK_MS);
  return possible.every(({ preferences }) => !permits(preferences, channel, type));
}

interface Kind {
  readonly channel: Channel;
  readonly type: string;
}

function sinceRevocation(changes: readonly Change[], { channel, type }: Kind, at: number): number {
  const revoked = changes.findLast(
    ({ acknowledgedAt, preferences }) =>
      acknowledgedAt !== null && acknowledgedAt < at && !permits(preferences, channel, type),
  );
  return at - (revoked?.acknowledgedAt ?? at);
}

/** No text is sent while it is night for its customer. */
export function nothingInQuietHours(evidence: Evidence): Finding[] {
  return perRow(evidence, (row, calls) => {
    const preferences = evidence.customersById.get(row.userId)?.changes[0]?.preferences;
    if (row.channel !== 'sms' || preferences === undefined) return [];
    const { quietHours, timeZone } = preferences;
    return calls
      .filter(({ startedAt }) => isWithin(quietHours, timeZone, startedAt))
      .map(({ attempt, startedAt }) => `attempt ${attempt} at ${new Date(startedAt).toISOString()}, ${timeZone}`);
  });
}

/** The provider is asked at most so often. */
export function callsWithinBudget(evidence: Evidence): Finding[] {
  const most = callsPerBudget(evidence);
  return perRow(evidence, (_row, calls) => (calls.length > most ? [`${calls.length} calls`] : []));
}

/** The next call waits its delay from the end of the one before, and starts while no other is under way. */
export function delaysAreRespected(evidence: Evidence): Finding[] {
  return perRow(evidence, (row, calls) =>
    calls.slice(1).flatMap((call, i) => {
      const before = calls[i];
      const early = before === undefined ? 0 : earliestAfter(row.id, before, call, evidence) - call.startedAt;
      return early > CLOCK_SLACK_MS ? [`attempt ${call.attempt} started ${early} ms too early`] : [];
    }),
  );
}

function earliestAfter(id: string, before: ObservedCall, call: ObservedCall, evidence: Evidence): number {
  const { retryDelays, lease } = evidence.profile;
  const waits = retryDelays.slice(before.attempt - 1, call.attempt - 1).reduce((sum, delay) => sum + delay, 0);
  const attempt = evidence.attemptsOf(id).find(({ number }) => number === before.attempt);
  const failedAt = attempt === undefined ? null : failureToldAt(attempt);
  // Whoever is frozen in the middle of a call loses its claim; the call goes on for all the others know.
  const leaseEnd = before.startedAt - START_WINDOW_MS + lease;
  return Math.min(before.endedAt ?? leaseEnd, failedAt ?? leaseEnd, leaseEnd) + waits;
}

function perRow(
  evidence: Evidence,
  faults: (row: NotificationRow, calls: readonly ObservedCall[]) => string[],
): Finding[] {
  const calls = groupBy(evidence.observed, ({ notificationId }) => notificationId);
  return evidence.rows.flatMap((row) =>
    faults(row, calls.get(row.id) ?? []).map((detail) => ({ ...describeRow(row), detail })),
  );
}

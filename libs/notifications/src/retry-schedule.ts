/**
 * Implements F4. When the next provider call is made, and when there is none.
 * SPEC_DEVIATION: SD-04 four calls in all: the first and three retries
 */
import type { Reason } from '#contracts';

/** Waits between provider calls, in milliseconds; a budget is one call more than there are waits. */
export type RetryDelays = readonly number[];

/** As much of a channel's policy as says when. */
export interface RetrySchedule {
  readonly delays: RetryDelays;
  /** By how much of itself a delay may be longer. */
  readonly jitterShare: number;
}

/** A provider whose clock is wrong must not put anything off for longer than a retry would wait. */
export const LONGEST_LIMIT_MS = 15 * 60_000;

/** What a finished provider call means for the notification. `notBefore` counts up to LONGEST_LIMIT_MS. */
export type AttemptVerdict =
  { readonly kind: 'retryable'; readonly notBefore?: Date | undefined } | { readonly kind: 'unconfirmed' };

export type NextStep =
  | { readonly status: 'pending' | 'unconfirmed'; readonly dueAt: Date }
  | { readonly status: 'failed'; readonly reason: Extract<Reason, 'retries_exhausted' | 'unconfirmed'> };

/**
 * @param finished provider calls made within this budget, the one just ended included
 * @param random 0 ≤ x < 1
 */
export function afterFailedAttempt(
  verdict: AttemptVerdict,
  finished: number,
  schedule: RetrySchedule,
  now: Date,
  random: number,
): NextStep {
  if (verdict.kind === 'unconfirmed') {
    return { status: 'unconfirmed', dueAt: endOfEvidenceWait(finished, schedule, now, random) };
  }
  const delay = schedule.delays[finished - 1];
  if (delay === undefined) return { status: 'failed', reason: 'retries_exhausted' };
  const planned = after(now, delay, schedule, random);
  const allowed = Math.min(verdict.notBefore?.getTime() ?? 0, now.getTime() + LONGEST_LIMIT_MS);
  return { status: 'pending', dueAt: new Date(Math.max(planned.getTime(), allowed)) };
}

/** How long an unknown outcome waits for evidence: as long as its retry does, the last one as long as the longest. */
export function endOfEvidenceWait(finished: number, schedule: RetrySchedule, now: Date, random: number): Date {
  const { delays } = schedule;
  return after(now, delays[finished - 1] ?? Math.max(0, ...delays), schedule, random);
}

/** True when an unconfirmed notification whose wait is over has no call left. */
export function isBudgetSpent(finished: number, delays: RetryDelays): boolean {
  return finished > delays.length;
}

/**
 * The schedule of a notification that waits for its recipient to become known: the same waits, counted from `since`.
 * @returns the next instant to look again, or null when the schedule is over
 */
export function nextLook(since: Date, delays: RetryDelays, now: Date): Date | null {
  let at = since.getTime();
  for (const delay of delays) {
    at += delay;
    if (at > now.getTime()) return new Date(at);
  }
  return null;
}

function after(now: Date, delay: number, { jitterShare }: RetrySchedule, random: number): Date {
  return new Date(now.getTime() + Math.ceil(delay * (1 + jitterShare * random)));
}

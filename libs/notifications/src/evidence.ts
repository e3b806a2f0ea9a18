/**
 * Implements F4, F7, N9, AC-15. What a provider's word about an attempt means for its notification. Pure.
 * Word comes in any order and more than once, before the worker has its own answer or long after; the end is the same.
 */
import type { AttemptOutcome, NotificationStatus, Reason } from '#contracts';
import { type RetryDelays, afterFailedAttempt } from './retry-schedule.js';
import { statusesBefore } from './transitions.js';

/** What can be said of an attempt. Of two things said, the one with the higher rank holds, whichever came first. */
export const EVIDENCE = {
  accepted: { rank: 1, outcome: 'accepted' },
  /** Taken, and not brought to the recipient; another attempt may succeed. */
  undelivered: { rank: 2, outcome: 'retryable' },
  delivered: { rank: 3, outcome: 'accepted' },
  /** Opened or clicked by a person. */
  opened: { rank: 4, outcome: 'accepted' },
  /** Taken, and refused for good later. */
  rejected: { rank: 5, outcome: 'permanent' },
  bounced: { rank: 5, outcome: 'permanent' },
} as const satisfies Record<string, { readonly rank: number; readonly outcome: AttemptOutcome }>;

export type EvidenceKind = keyof typeof EVIDENCE;

/** What a provider says of an attempt, in our words. */
export interface Said {
  readonly kind: EvidenceKind;
  /** Why it failed, as attempts are stored; null where it did not. */
  readonly code: string | null;
}

/** How it came to be said: by the provider of its own accord, or because it was asked. */
export type EvidenceSource = 'webhook' | 'look_up';

export interface Evidence {
  /** Number of the attempt, from 1. */
  readonly attempt: number;
  readonly kind: EvidenceKind;
}

/** How an attempt stands: what the worker recorded, and on top of it what was said. */
export interface AttemptStanding {
  readonly outcome: AttemptOutcome;
  readonly evidence: EvidenceKind | null;
}

/** As much of a notification as evidence is weighed against. */
export interface Progress {
  /** The current one: the queue's while work remains. */
  readonly status: NotificationStatus;
  /** Number of the last attempt that was begun; 0: none was. */
  readonly lastAttempt: number;
  /** Attempts of earlier budgets. */
  readonly earlierAttempts: number;
  /** By number. An attempt that was begun and is not here is under way. */
  readonly attempts: ReadonlyMap<number, AttemptStanding>;
}

export type Move =
  | { readonly status: 'sent' | 'delivered'; readonly reason: null }
  | { readonly status: 'failed'; readonly reason: Reason }
  | { readonly status: 'pending'; readonly reason: null; readonly dueAt: Date };

export interface Weighed {
  readonly progress: Progress;
  /** null: the notification stays where it is. */
  readonly move: Move | null;
  /** The provider took another attempt of the same notification, too: the recipient may have got it twice. */
  readonly repeated: boolean;
}

/** Where evidence may move a notification from. Out of `failed` leads no evidence, only a person. */
const FROM: Readonly<Record<Move['status'], readonly NotificationStatus[]>> = {
  sent: statusesBefore('sent'),
  delivered: statusesBefore('delivered'),
  failed: statusesBefore('failed'),
  pending: statusesBefore('pending').filter((status) => status !== 'failed'),
};

/** How a retry that evidence asks for is planned. */
export interface EvidencePolicy {
  readonly delays: RetryDelays;
  readonly now: Date;
}

export function weigh(before: Progress, evidence: Evidence, policy: EvidencePolicy): Weighed {
  const progress = withEvidence(before, evidence);
  const move = allowed(before.status, moveOf(progress, evidence, policy));
  return {
    progress: move === null ? progress : { ...progress, status: move.status },
    move,
    repeated:
      stands(progress, evidence.attempt) && !stands(before, evidence.attempt) && otherStands(progress, evidence),
  };
}

function withEvidence(before: Progress, { attempt, kind }: Evidence): Progress {
  const lastAttempt = Math.max(before.lastAttempt, attempt);
  if (rankOf(before.attempts.get(attempt)) >= EVIDENCE[kind].rank) return { ...before, lastAttempt };
  const standing = { outcome: EVIDENCE[kind].outcome, evidence: kind };
  return { ...before, lastAttempt, attempts: new Map(before.attempts).set(attempt, standing) };
}

/** The worker's own success says as much as the provider's word of acceptance. */
function rankOf(known: AttemptStanding | undefined): number {
  if (known === undefined) return 0;
  if (known.evidence !== null) return EVIDENCE[known.evidence].rank;
  return known.outcome === 'accepted' ? EVIDENCE.accepted.rank : 0;
}

function moveOf(progress: Progress, { attempt, kind }: Evidence, policy: EvidencePolicy): Move | null {
  switch (kind) {
    case 'accepted':
      // An attempt that failed later was accepted as well: that is no news.
      return stands(progress, attempt) ? { status: 'sent', reason: null } : null;
    case 'delivered':
    case 'opened':
      // Held up, and refuted meanwhile: it must not end what a person put back to work since.
      if (attempt <= progress.earlierAttempts && !stands(progress, attempt)) return null;
      return { status: 'delivered', reason: null };
    case 'undelivered':
      return isOfEndedBudget(progress, attempt) ? null : retryIfNothingStands(progress, attempt, policy);
    case 'rejected':
    case 'bounced':
      if (isOfEndedBudget(progress, attempt)) return null;
      return attempt === progress.lastAttempt
        ? { status: 'failed', reason: kind === 'bounced' ? 'bounced' : 'provider_rejected' }
        : retryIfNothingStands(progress, attempt, policy);
  }
}

/** Somebody put it back to work since, knowing that the attempt had failed: saying so again does not end the new budget. */
function isOfEndedBudget({ status, earlierAttempts }: Progress, attempt: number): boolean {
  return status === 'pending' && attempt <= earlierAttempts;
}

/** Whoever still waits for a later attempt, or has planned one, goes on; what was thought to be sent by this attempt is not. */
function retryIfNothingStands(progress: Progress, attempt: number, { delays, now }: EvidencePolicy): Move | null {
  const concerned = progress.status === 'sent' || attempt === progress.lastAttempt;
  if (!concerned || !nothingStands(progress) || !FROM.pending.includes(progress.status)) return null;
  const finished = progress.lastAttempt - progress.earlierAttempts;
  // Reports arrive spread out: they need no jitter.
  const next = afterFailedAttempt({ kind: 'retryable' }, finished, { delays, jitterShare: 0 }, now, 0);
  if (next.status !== 'failed') return { status: 'pending', reason: null, dueAt: next.dueAt };
  return isLastOpen(progress) ? null : { status: 'failed', reason: next.reason };
}

function allowed(from: NotificationStatus, move: Move | null): Move | null {
  return move !== null && FROM[move.status].includes(from) ? move : null;
}

function stands({ attempts }: Progress, attempt: number): boolean {
  return attempts.get(attempt)?.outcome === 'accepted';
}

function otherStands(progress: Progress, { attempt }: Evidence): boolean {
  return [...progress.attempts.keys()].some((number) => number !== attempt && stands(progress, number));
}

function nothingStands({ attempts }: Progress): boolean {
  return [...attempts.values()].every(({ outcome }) => outcome !== 'accepted');
}

/** Under way, or of unknown outcome: it may still succeed. */
function isLastOpen({ attempts, lastAttempt }: Progress): boolean {
  return (attempts.get(lastAttempt)?.outcome ?? 'unconfirmed') === 'unconfirmed';
}

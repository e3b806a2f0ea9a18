/** Implements F4, AC-03. What a decision or a provider call means for the notification. Pure. */
import type { Reason } from '#contracts';
import type { AttemptRecord, AttemptReport, Claim, Outcome, Settlement } from '#database';
import { type Decision, afterFailedAttempt, endOfEvidenceWait, isBudgetSpent } from '#notifications';
import { type Assignment, attemptNumber } from './assignment.js';
import type { ChannelSender, Finding, LookUpResult, SendResult } from './channel-sender.js';
import type { Circumstances } from './circumstances.js';

/** Releases at the end of quiet hours are spread over a minute. */
const RELEASE_SPREAD_MS = 60_000;

const settled = (status: Extract<Outcome, { kind: 'settled' }>['status'], reason: Reason | null): Outcome => ({
  kind: 'settled',
  status,
  reason,
});

/** A decision against sending now. No attempt is used up. */
export function settlementOfDecision(decision: Exclude<Decision, { kind: 'send' }>, c: Circumstances): Settlement {
  return { id: c.claim.id, claimNo: c.claim.claimNo, attempt: null, outcome: outcomeOfDecision(decision, c.random) };
}

function outcomeOfDecision(decision: Exclude<Decision, { kind: 'send' }>, random: number): Outcome {
  if (decision.kind === 'end') return settled(decision.status, decision.reason);
  return { kind: 'requeued', state: 'pending', dueAt: endOfWait(decision, random), waitReason: decision.reason };
}

/**
 * When a notification that has to wait is looked at again.
 * @param random 0 ≤ x < 1
 */
export function endOfWait({ until, reason }: Extract<Decision, { kind: 'wait' }>, random: number): Date {
  return reason === 'quiet_hours' ? new Date(until.getTime() + RELEASE_SPREAD_MS * random) : until;
}

/** Given back as it was: too late to start within the window, or the worker is stopping. */
export function released(claim: Claim): Settlement {
  return { id: claim.id, claimNo: claim.claimNo, attempt: null, outcome: { kind: 'released' } };
}

/**
 * The provider refused our account, not the message; no attempt is used up. The row waits its retry delay all the same: should the
 * fault lie with this message after all, the others get their turn.
 */
export function setAside(c: Circumstances): Settlement {
  const dueAt = new Date(c.now.getTime() + (c.policy.delays[c.claim.attempts] ?? 0));
  return {
    ...released(c.claim),
    outcome: { kind: 'requeued', state: 'pending', dueAt, waitReason: 'paused' },
  };
}

/** How long a row waits whose customer's key does not unwrap. Longer would hold up what was mended, shorter would fill the log. */
const LOCKED_MS = 60_000;

/** Nothing of the customer can be opened for now. Nothing is used up and nothing ends: the key, or the keyring, may be mended yet. */
export function waitForKey({ claim, now }: Circumstances): Settlement {
  const dueAt = new Date(now.getTime() + LOCKED_MS);
  return { ...released(claim), outcome: { kind: 'requeued', state: claim.claimedFrom, dueAt, waitReason: null } };
}

export function settledAs(claim: Claim, status: 'failed', reason: Reason): Settlement {
  return { id: claim.id, claimNo: claim.claimNo, attempt: null, outcome: settled(status, reason) };
}

/**
 * What has to happen before another call may be made.
 * @returns undefined when the claim may go on to the decision
 */
export function settlementOfInterruption(c: Circumstances, sender: SenderTraits): Settlement | undefined {
  if (c.claim.claimedFrom === 'unconfirmed' && endsWithoutEvidence(c))
    return settledAs(c.claim, 'failed', 'unconfirmed');
  if (!mayHaveSent(c.claim, sender)) return undefined;
  // The lease ran out in mid-send: the call counts, its outcome is unknown.
  return settlementOfResult({ outcome: 'unconfirmed', code: 'lease_expired' }, { at: c.now, durationMs: 0 }, c);
}

/** What an interruption means depends on them. */
type SenderTraits = Pick<ChannelSender, 'idempotent' | 'lookUp'>;

/** Sending again is no harm to an idempotent sender; where the provider can be asked, a claim of an unconfirmed row asks and never sends. */
function mayHaveSent({ interrupted, claimedFrom }: Claim, sender: SenderTraits): boolean {
  const asked = claimedFrom === 'unconfirmed' && sender.lookUp !== undefined;
  return interrupted && !asked && !sender.idempotent;
}

function endsWithoutEvidence({ claim, policy }: Circumstances): boolean {
  return policy.withoutEvidence === 'give_up' || isBudgetSpent(claim.attempts, policy.delays);
}

/**
 * What the provider knows of the attempts it was asked about. A finding is applied to the notification once this is settled; until
 * then, as without any answer, it stays unconfirmed.
 */
export function settlementOfLookUp(
  result: LookUpResult,
  { claim, work, openAttempts }: Pick<Assignment, 'claim' | 'work' | 'openAttempts'>,
  c: Circumstances,
): Settlement {
  if (result.outcome === 'unavailable') {
    // Sent again unasked it might come twice. There is time to ask again for as long as the message is of use.
    const isOfUse = c.now.getTime() - work.eventTime.getTime() <= c.policy.usefulLifeMs;
    return isOfUse ? waitOn(c) : settledAs(claim, 'failed', 'unconfirmed');
  }
  const reports = result.findings.map((finding) => reportOf(claim.id, finding));
  const lookUp = { asked: openAttempts?.attempts.map(({ number }) => number) ?? [], reports };
  if (reports.length > 0) return { ...waitOn(c), lookUp };
  return { ...settlementOfUnknown(c), lookUp };
}

/** The provider has none of them: they failed. */
function settlementOfUnknown(c: Circumstances): Settlement {
  if (c.policy.withoutEvidence === 'give_up') return settledAs(c.claim, 'failed', 'unconfirmed');
  return isBudgetSpent(c.claim.attempts, c.policy.delays)
    ? settledAs(c.claim, 'failed', 'retries_exhausted')
    : resendNow(c);
}

function waitOn(c: Circumstances): Settlement {
  const dueAt = endOfEvidenceWait(c.claim.attempts, c.policy, c.now, c.random);
  return { ...released(c.claim), outcome: { kind: 'requeued', state: 'unconfirmed', dueAt, waitReason: null } };
}

function resendNow({ claim, now }: Circumstances): Settlement {
  return { ...released(claim), outcome: { kind: 'requeued', state: 'pending', dueAt: now, waitReason: null } };
}

function reportOf(notificationId: string, { attempt, said, at, providerMessageId }: Finding): AttemptReport {
  const { kind, code } = said;
  return { notificationId, evidence: { attempt, kind }, at, code, providerMessageId: storableId(providerMessageId) };
}

/** A finished provider call. */
export function settlementOfResult(
  result: Exclude<SendResult, { outcome: 'channel_fault' }>,
  timing: { readonly at: Date; readonly durationMs: number },
  c: Circumstances,
): Settlement {
  const attempt: AttemptRecord = {
    number: attemptNumber(c.claim),
    ...timing,
    outcome: result.outcome,
    code: result.code ?? null,
    providerMessageId: result.outcome === 'accepted' ? storableId(result.providerMessageId) : null,
    segments: result.outcome === 'accepted' ? result.segments : undefined,
  };
  return { id: c.claim.id, claimNo: c.claim.claimNo, attempt, outcome: outcomeOfResult(result, c) };
}

/** A provider's id that does not fit its column would fail the batch it is settled in. */
function storableId(id: string | null): string | null {
  return id !== null && /^[\x21-\x7e]{1,128}$/.test(id) ? id : null;
}

function outcomeOfResult(result: Exclude<SendResult, { outcome: 'channel_fault' }>, c: Circumstances): Outcome {
  switch (result.outcome) {
    case 'accepted':
      return settled('sent', null);
    case 'permanent':
      return result.suppress === true
        ? settled('suppressed', 'suppression_list')
        : settled('failed', 'provider_rejected');
    case 'retryable':
      return outcomeOfFailure({ kind: 'retryable', notBefore: result.notBefore }, c);
    case 'unconfirmed':
      return outcomeOfFailure({ kind: 'unconfirmed' }, c);
  }
}

function outcomeOfFailure(verdict: Parameters<typeof afterFailedAttempt>[0], c: Circumstances): Outcome {
  const next = afterFailedAttempt(verdict, c.claim.attempts + 1, c.policy, c.now, c.random);
  return next.status === 'failed'
    ? settled('failed', next.reason)
    : { kind: 'requeued', state: next.status, dueAt: next.dueAt, waitReason: null };
}

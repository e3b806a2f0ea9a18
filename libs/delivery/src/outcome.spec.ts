import { describe, expect, it } from '@jest/globals';
import type { Claim, Work } from '#database';
import { RETRY_POLICIES } from '#notifications';
import type { Circumstances } from './circumstances.js';
import type { LookUpResult } from './channel-sender.js';
import {
  endOfWait,
  released,
  settledAs,
  settlementOfDecision,
  settlementOfInterruption,
  settlementOfLookUp,
  settlementOfResult,
} from './outcome.js';

const NOW = new Date('2026-11-25T12:00:00Z');
const MINUTE = 60_000;
const DELAYS = [MINUTE, 5 * MINUTE, 15 * MINUTE];
const inMs = (ms: number) => new Date(NOW.getTime() + ms);

const aClaim = (overrides: Partial<Claim> = {}): Claim => ({
  id: 'notification-1',
  userId: 'customer-1',
  claimNo: 3,
  claimedFrom: 'pending',
  interrupted: false,
  attempts: 0,
  earlierAttempts: 0,
  enqueuedAt: NOW,
  ...overrides,
});

const POLICY = { ...RETRY_POLICIES.sms, delays: DELAYS };

const under = (claim: Partial<Claim> = {}, random = 0, policy: Circumstances['policy'] = POLICY): Circumstances => ({
  claim: aClaim(claim),
  policy,
  now: NOW,
  random,
});

const UNCONFIRMED_FOR_GOOD = { kind: 'settled', status: 'failed', reason: 'unconfirmed' };

const timing = { at: NOW, durationMs: 12 };

describe('what a provider call means', () => {
  it.each(['x'.repeat(129), 'a\0b', '', 'é'])('drops a provider’s id that does not fit its column', (id) => {
    const { attempt } = settlementOfResult({ outcome: 'accepted', providerMessageId: id }, timing, under());
    expect(attempt?.providerMessageId).toBeNull();
  });

  it('accepted ends the work, and keeps the provider’s id', () => {
    expect(settlementOfResult({ outcome: 'accepted', providerMessageId: 'SM1' }, timing, under())).toEqual({
      id: 'notification-1',
      claimNo: 3,
      attempt: { number: 1, ...timing, outcome: 'accepted', code: null, providerMessageId: 'SM1' },
      outcome: { kind: 'settled', status: 'sent', reason: null },
    });
  });

  it.each([
    [0, 'requeued after a minute', { kind: 'requeued', state: 'pending', dueAt: inMs(MINUTE), waitReason: null }],
    [1, 'requeued after five', { kind: 'requeued', state: 'pending', dueAt: inMs(5 * MINUTE), waitReason: null }],
    [2, 'requeued after fifteen', { kind: 'requeued', state: 'pending', dueAt: inMs(15 * MINUTE), waitReason: null }],
    [3, 'given up', { kind: 'settled', status: 'failed', reason: 'retries_exhausted' }],
  ] as const)('a retryable failure after %i earlier calls is %s', (attempts, _words, outcome) => {
    const settlement = settlementOfResult({ outcome: 'retryable', code: 'c' }, timing, under({ attempts }));
    expect(settlement.outcome).toEqual(outcome);
    expect(settlement.attempt).toMatchObject({ number: attempts + 1, outcome: 'retryable', code: 'c' });
  });

  it.each([
    ['later than the delay, the reset counts', 10 * MINUTE, 10 * MINUTE],
    ['earlier, the delay counts', 10_000, MINUTE],
  ])('when a rate limit resets %s', (_words, reset, due) => {
    const result = { outcome: 'retryable', code: 'c', notBefore: inMs(reset) } as const;
    expect(settlementOfResult(result, timing, under()).outcome).toMatchObject({ dueAt: inMs(due) });
  });

  it('an unknown outcome waits for evidence as long as its retry delay, also after the last call', () => {
    const outcomes = [0, 1, 2, 3].map(
      (attempts) => settlementOfResult({ outcome: 'unconfirmed', code: 'c' }, timing, under({ attempts })).outcome,
    );
    expect(outcomes).toEqual(
      [...DELAYS, 15 * MINUTE].map((delay) => ({
        kind: 'requeued',
        state: 'unconfirmed',
        dueAt: inMs(delay),
        waitReason: null,
      })),
    );
  });

  it('a permanent refusal fails; one for good suppresses', () => {
    const outcomeOf = (suppress?: boolean) =>
      settlementOfResult({ outcome: 'permanent', code: 'c', ...(suppress && { suppress }) }, timing, under()).outcome;
    expect(outcomeOf()).toEqual({ kind: 'settled', status: 'failed', reason: 'provider_rejected' });
    expect(outcomeOf(true)).toEqual({ kind: 'settled', status: 'suppressed', reason: 'suppression_list' });
  });

  it('attempts are numbered on over budgets, but only this budget’s count against it', () => {
    const claim = { attempts: 0, earlierAttempts: 4 };
    const settlement = settlementOfResult({ outcome: 'retryable', code: 'c' }, timing, under(claim));
    expect(settlement.attempt?.number).toBe(5);
    expect(settlement.outcome).toMatchObject({ kind: 'requeued' });
  });
});

describe('what an interruption means', () => {
  const ORDINARY = { idempotent: false };
  const IDEMPOTENT = { idempotent: true };
  /** Its provider can be asked. */
  const ASKING = { idempotent: false, lookUp: () => Promise.reject(new Error('nobody asks')) };

  it.each(['pending', 'unconfirmed'] as const)('of a claim from %s: a call of unknown outcome', (claimedFrom) => {
    expect(settlementOfInterruption(under({ interrupted: true, claimedFrom }), ORDINARY)).toMatchObject({
      attempt: { number: 1, outcome: 'unconfirmed', code: 'lease_expired' },
      outcome: { kind: 'requeued', state: 'unconfirmed', dueAt: inMs(MINUTE) },
    });
  });

  it('of a sender that can be asked: a call, but where it was the asking that was interrupted', () => {
    const of = (claimedFrom: Claim['claimedFrom']) =>
      settlementOfInterruption(under({ interrupted: true, claimedFrom, attempts: 1 }), ASKING);
    expect(of('pending')).toMatchObject({ attempt: { number: 2, outcome: 'unconfirmed', code: 'lease_expired' } });
    expect(of('unconfirmed')).toBeUndefined();
  });

  it('where sending twice does no harm, it counts as nothing', () => {
    expect(settlementOfInterruption(under({ interrupted: true }), IDEMPOTENT)).toBeUndefined();
  });

  it.each([
    [ORDINARY, false],
    [ORDINARY, true],
    [IDEMPOTENT, false],
    [ASKING, true],
  ])('a wait for evidence that is over ends a spent budget (%o, interrupted: %s)', (sender, interrupted) => {
    const after = (attempts: number) =>
      settlementOfInterruption(under({ claimedFrom: 'unconfirmed', attempts, interrupted }), sender);
    expect(after(3)?.outcome).not.toEqual(UNCONFIRMED_FOR_GOOD);
    expect(after(4)).toMatchObject({ attempt: null, outcome: UNCONFIRMED_FOR_GOOD });
  });

  it('where the policy is to give up, nothing is sent again without evidence', () => {
    const careful = under({ claimedFrom: 'unconfirmed', attempts: 1 }, 0, { ...POLICY, withoutEvidence: 'give_up' });
    expect(settlementOfInterruption(careful, ORDINARY)?.outcome).toEqual(UNCONFIRMED_FOR_GOOD);
  });

  it('an ordinary claim goes on', () => {
    expect(settlementOfInterruption(under(), ORDINARY)).toBeUndefined();
  });
});

describe('what the provider’s answer about attempts means', () => {
  const claim = aClaim({ claimedFrom: 'unconfirmed', attempts: 1 });
  const open = { attempts: [{ number: 1, at: NOW }], plannedAt: NOW, otherMessageIds: new Set<string>() };
  const settlementOf = (result: LookUpResult, c = under(claim), eventTime = NOW) =>
    settlementOfLookUp(result, { claim: c.claim, work: { eventTime } as Work, openAttempts: open }, c);
  const UNKNOWN: LookUpResult = { outcome: 'answered', findings: [] };

  it('unknown to the provider: sent again at once, as the next attempt', () => {
    expect(settlementOf(UNKNOWN)).toEqual({
      id: 'notification-1',
      claimNo: 3,
      attempt: null,
      outcome: { kind: 'requeued', state: 'pending', dueAt: NOW, waitReason: null },
      lookUp: { asked: [1], reports: [] },
    });
  });

  it('unknown to the provider, and no attempt left: they have all failed', () => {
    expect(settlementOf(UNKNOWN, under({ ...claim, attempts: 4 }))).toMatchObject({
      outcome: { kind: 'settled', status: 'failed', reason: 'retries_exhausted' },
      lookUp: { asked: [1] },
    });
  });

  it('unknown to the provider, and no other attempt wanted: given up', () => {
    const careful = under(claim, 0, { ...POLICY, withoutEvidence: 'give_up' });
    expect(settlementOf(UNKNOWN, careful)).toMatchObject({ outcome: UNCONFIRMED_FOR_GOOD, lookUp: { asked: [1] } });
  });

  it('known: what it says is evidence, and decides', () => {
    const finding = { attempt: 1, said: { kind: 'delivered', code: null }, at: NOW, providerMessageId: 'SM1' } as const;
    expect(settlementOf({ outcome: 'answered', findings: [finding] })).toMatchObject({
      outcome: { kind: 'requeued', state: 'unconfirmed', dueAt: inMs(MINUTE) },
      lookUp: {
        asked: [1],
        reports: [
          { notificationId: 'notification-1', evidence: { attempt: 1, kind: 'delivered' }, providerMessageId: 'SM1' },
        ],
      },
    });
  });

  it('no answer: asked again after the same wait, for as long as the message is of use', () => {
    const unavailable: LookUpResult = { outcome: 'unavailable', code: 'answer_timeout' };
    const later = settlementOf(unavailable);
    expect(later).toMatchObject({ attempt: null, outcome: { state: 'unconfirmed', dueAt: inMs(MINUTE) } });
    expect(later.lookUp).toBeUndefined();
    expect(settlementOf(unavailable, under(claim), inMs(-POLICY.usefulLifeMs)).outcome.kind).toBe('requeued');
    expect(settlementOf(unavailable, under(claim), inMs(-POLICY.usefulLifeMs - 1)).outcome).toEqual(
      UNCONFIRMED_FOR_GOOD,
    );
  });
});

describe('what a decision means', () => {
  const until = inMs(MINUTE);

  it('to wait: requeued without an attempt, naming why', () => {
    const decision = { kind: 'wait', until, reason: 'paused' } as const;
    expect(settlementOfDecision(decision, under({}, 0.5))).toEqual({
      id: 'notification-1',
      claimNo: 3,
      attempt: null,
      outcome: { kind: 'requeued', state: 'pending', dueAt: until, waitReason: 'paused' },
    });
  });

  it('to end: settled without an attempt', () => {
    const decision = { kind: 'end', status: 'expired', reason: 'too_old' } as const;
    expect(settlementOfDecision(decision, under())).toMatchObject({
      attempt: null,
      outcome: { kind: 'settled', status: 'expired', reason: 'too_old' },
    });
  });

  it('spreads what quiet hours release over a minute, never before their end', () => {
    expect(endOfWait({ kind: 'wait', until, reason: 'quiet_hours' }, 0)).toEqual(until);
    expect(endOfWait({ kind: 'wait', until, reason: 'quiet_hours' }, 0.5)).toEqual(inMs(1.5 * MINUTE));
    expect(endOfWait({ kind: 'wait', until, reason: 'no_recipient' }, 0.5)).toEqual(until);
  });
});

it('a claim given back, or ended without a call, has no attempt', () => {
  expect(released(aClaim())).toMatchObject({ attempt: null, outcome: { kind: 'released' } });
  expect(settledAs(aClaim(), 'failed', 'template_error')).toMatchObject({
    attempt: null,
    outcome: { kind: 'settled', status: 'failed', reason: 'template_error' },
  });
});

import { describe, expect, it } from '@jest/globals';
import { type AttemptOutcome, NOTIFICATION_STATUSES, type NotificationStatus } from '#contracts';
import fc from 'fast-check';
import {
  type AttemptStanding,
  EVIDENCE,
  type Evidence,
  type EvidenceKind,
  type Move,
  type Progress,
  weigh,
} from './evidence.js';
import { canMove } from './transitions.js';

const MINUTE = 60_000;
const NOW = new Date('2026-11-25T12:00:00Z');
const POLICY = { delays: [MINUTE, 5 * MINUTE, 15 * MINUTE], now: NOW };
const KINDS = Object.keys(EVIDENCE) as EvidenceKind[];

/** @param attempts how each ended, from the first; `'under way'`: it has not */
function aProgress(status: NotificationStatus, ...attempts: (AttemptOutcome | 'under way')[]): Progress {
  const known = attempts.flatMap((outcome, index) =>
    outcome === 'under way' ? [] : [[index + 1, { outcome, evidence: null }] as const],
  );
  return { status, lastAttempt: attempts.length, earlierAttempts: 0, attempts: new Map(known) };
}

function attemptOne(standing: AttemptStanding): Pick<Progress, 'lastAttempt' | 'attempts'> {
  return { lastAttempt: 1, attempts: new Map([[1, standing]]) };
}

/** `status` or `status/reason`. */
function told(move: Move | null): string | null {
  return move === null ? null : move.reason === null ? move.status : `${move.status}/${move.reason}`;
}

function moveOf(progress: Progress, kind: EvidenceKind, attempt = 1): string | null {
  return told(weigh(progress, { kind, attempt }, POLICY).move);
}

function endOf(progress: Progress, evidence: readonly Evidence[], policy = POLICY) {
  return evidence.reduce<Progress>((before, one) => weigh(before, one, policy).progress, progress);
}

describe('evidence about the only attempt', () => {
  const starts = {
    'under way': aProgress('sending', 'under way'),
    unconfirmed: aProgress('unconfirmed', 'unconfirmed'),
    'to be retried': aProgress('pending', 'retryable'),
    sent: aProgress('sent', 'accepted'),
    delivered: { ...aProgress('delivered'), ...attemptOne({ outcome: 'accepted', evidence: 'delivered' }) },
    failed: aProgress('failed', 'permanent'),
    suppressed: aProgress('suppressed', 'unconfirmed'),
    superseded: aProgress('superseded', 'unconfirmed'),
    expired: aProgress('expired', 'unconfirmed'),
  } as const satisfies Record<string, Progress>;

  const rejected = 'failed/provider_rejected';
  const bounced = 'failed/bounced';
  it.each<[keyof typeof starts, Record<EvidenceKind, string | null>]>([
    [
      'under way',
      { accepted: 'sent', undelivered: 'pending', delivered: 'delivered', opened: 'delivered', rejected, bounced },
    ],
    [
      'unconfirmed',
      { accepted: 'sent', undelivered: 'pending', delivered: 'delivered', opened: 'delivered', rejected, bounced },
    ],
    [
      'to be retried',
      { accepted: 'sent', undelivered: null, delivered: 'delivered', opened: 'delivered', rejected, bounced },
    ],
    [
      'sent',
      { accepted: null, undelivered: 'pending', delivered: 'delivered', opened: 'delivered', rejected, bounced },
    ],
    ['delivered', { accepted: null, undelivered: null, delivered: null, opened: null, rejected, bounced }],
    ['failed', { accepted: null, undelivered: null, delivered: null, opened: null, rejected: null, bounced: null }],
    ['suppressed', { accepted: null, undelivered: null, delivered: null, opened: null, rejected: null, bounced: null }],
    ['superseded', { accepted: null, undelivered: null, delivered: null, opened: null, rejected: null, bounced: null }],
    ['expired', { accepted: null, undelivered: null, delivered: null, opened: null, rejected: null, bounced: null }],
  ])('that is %s moves it to %j', (start, expected) => {
    expect(Object.fromEntries(KINDS.map((kind) => [kind, moveOf(starts[start], kind)]))).toEqual(expected);
  });
});

describe('what a provider says twice, or too late', () => {
  it.each<[EvidenceKind, EvidenceKind]>([
    ['accepted', 'undelivered'],
    ['accepted', 'rejected'],
    ['accepted', 'bounced'],
    ['undelivered', 'delivered'],
    ['undelivered', 'opened'],
    ['delivered', 'bounced'],
    ['opened', 'bounced'],
    ['delivered', 'rejected'],
  ])('%s changes nothing after %s', (late, first) => {
    const before = endOf(aProgress('sending', 'under way'), [{ attempt: 1, kind: first }]);
    const after = weigh(before, { attempt: 1, kind: late }, POLICY);
    expect(after.move).toBeNull();
    expect(after.progress).toEqual(before);
  });

  it('a bounce ends a notification that was delivered or opened, with its reason', () => {
    const read = endOf(aProgress('sent', 'accepted'), [{ attempt: 1, kind: 'opened' }]);
    expect(moveOf(read, 'bounced')).toBe('failed/bounced');
    expect(weigh(read, { attempt: 1, kind: 'bounced' }, POLICY).progress.attempts.get(1)).toEqual({
      outcome: 'permanent',
      evidence: 'bounced',
    });
  });
});

describe('evidence about one of several attempts', () => {
  it.each([
    ['under way', aProgress('sending', 'unconfirmed', 'under way')],
    ['unconfirmed', aProgress('unconfirmed', 'unconfirmed', 'unconfirmed')],
    ['to be retried', aProgress('pending', 'unconfirmed', 'retryable')],
    ['under way after a failure', aProgress('sending', 'retryable', 'under way')],
  ])('for the better about the first settles the notification while the second is %s', (_, progress) => {
    expect(moveOf(progress, 'accepted')).toBe('sent');
    expect(moveOf(progress, 'delivered')).toBe('delivered');
  });

  it.each([
    ['under way', aProgress('sending', 'unconfirmed', 'under way')],
    ['unconfirmed', aProgress('unconfirmed', 'unconfirmed', 'unconfirmed')],
    ['sent', aProgress('sent', 'unconfirmed', 'accepted')],
    ['delivered', aProgress('delivered', 'unconfirmed', 'accepted')],
    ['to be retried', aProgress('pending', 'unconfirmed', 'retryable')],
  ])('for the worse about the first never ends the second, which is %s', (_, progress) => {
    for (const kind of ['undelivered', 'rejected', 'bounced'] as const) {
      const { move, progress: after } = weigh(progress, { attempt: 1, kind }, POLICY);
      expect(move).toBeNull();
      expect(after.attempts.get(1)?.evidence).toBe(kind);
    }
  });

  it('does not send again what another attempt has brought to the provider', () => {
    expect(moveOf(aProgress('sent', 'accepted', 'accepted'), 'undelivered', 2)).toBeNull();
  });

  it('sends again once nothing is left that the provider has taken', () => {
    const taken = endOf(aProgress('sending', 'unconfirmed', 'under way'), [{ attempt: 1, kind: 'accepted' }]);
    expect(taken.status).toBe('sent');
    expect(moveOf(taken, 'undelivered', 1)).toBe('pending');
  });

  it('about an attempt that nobody knows of is about the last', () => {
    const { progress } = weigh(aProgress('pending'), { attempt: 1, kind: 'undelivered' }, POLICY);
    expect(progress.lastAttempt).toBe(1);
  });

  it.each([
    ['the second of two', aProgress('sent', 'accepted', 'unconfirmed'), 2, true],
    ['the first of two', aProgress('sent', 'unconfirmed', 'accepted'), 1, true],
    ['one that was known', aProgress('sent', 'accepted', 'accepted'), 1, false],
    ['the only one', aProgress('sent', 'retryable', 'accepted'), 2, false],
  ])('says when the provider took another: %s', (_, progress, attempt, repeated) => {
    expect(weigh(progress, { attempt, kind: 'delivered' }, POLICY).repeated).toBe(repeated);
  });
});

describe('an attempt that was taken and not delivered', () => {
  const undelivered = (progress: Progress, attempt: number) =>
    weigh(progress, { attempt, kind: 'undelivered' }, POLICY).move;

  it('is repeated after the delay of its number, and the last one is not', () => {
    const attempts = ['retryable', 'retryable', 'retryable'] as const;
    const dueAt = (minutes: number) => new Date(NOW.getTime() + minutes * MINUTE);
    const moves = [1, 2, 3, 4].map((n) => undelivered(aProgress('sent', ...attempts.slice(0, n - 1), 'accepted'), n));
    expect(moves).toEqual([
      { status: 'pending', reason: null, dueAt: dueAt(1) },
      { status: 'pending', reason: null, dueAt: dueAt(5) },
      { status: 'pending', reason: null, dueAt: dueAt(15) },
      { status: 'failed', reason: 'retries_exhausted' },
    ]);
  });

  it('leaves a later one that is still under way its chance, when none is left after it', () => {
    const taken = endOf(aProgress('sending', 'unconfirmed', 'under way'), [{ attempt: 1, kind: 'accepted' }]);
    const policy = { ...POLICY, delays: [MINUTE] };
    expect(weigh(taken, { attempt: 1, kind: 'undelivered' }, policy).move).toBeNull();
  });

  it('counts within its own budget', () => {
    const second = {
      ...aProgress('sent', 'retryable', 'retryable', 'retryable', 'retryable', 'accepted'),
      earlierAttempts: 4,
    };
    expect(undelivered(second, 5)).toMatchObject({ status: 'pending', dueAt: new Date(NOW.getTime() + MINUTE) });
  });
});

describe('any evidence', () => {
  const attempt = fc.constantFrom<AttemptOutcome>('unconfirmed', 'retryable');
  const last = fc.constantFrom<[NotificationStatus, AttemptOutcome | 'under way']>(
    ['sending', 'under way'],
    ['unconfirmed', 'unconfirmed'],
    ['pending', 'retryable'],
    ['sent', 'accepted'],
  );
  const progress = fc
    .tuple(fc.array(attempt, { maxLength: 2 }), last)
    .map(([earlier, [status, outcome]]) => aProgress(status, ...earlier, outcome));

  /** Of what one provider says: a bounce is SendGrid's word, `undelivered` and `rejected` are Twilio's. */
  const OF_PROVIDER = {
    email: ['accepted', 'delivered', 'opened', 'bounced'],
    sms: ['accepted', 'undelivered', 'delivered', 'opened', 'rejected'],
  } as const satisfies Record<string, readonly EvidenceKind[]>;

  const evidenceAbout = (attempts: number) =>
    fc.constantFrom(...Object.values(OF_PROVIDER)).chain((kinds) =>
      fc.array(fc.record({ attempt: fc.integer({ min: 1, max: attempts }), kind: fc.constantFrom(...kinds) }), {
        maxLength: 8,
      }),
    );

  /** A set of it, and the same in another order and with repeats. */
  const twoTellings = (attempts: number) =>
    evidenceAbout(attempts).chain((evidence) =>
      fc
        .tuple(fc.subarray(evidence), fc.constant(evidence))
        .chain(([repeats, all]) => fc.tuple(fc.constant(all), shuffled([...all, ...repeats]))),
    );

  const shuffled = <T>(values: readonly T[]) => fc.shuffledSubarray([...values], { minLength: values.length });

  /** Work that remains may remain in three ways; which of them is of no consequence for how it ends. */
  const WORKING: readonly NotificationStatus[] = ['pending', 'sending', 'unconfirmed'];
  const outcomeOf = ({ status, attempts }: Progress) => ({
    status: WORKING.includes(status) ? 'at work' : status,
    attempts: [...attempts].map(([number, { outcome }]) => `${number} ${outcome}`).sort(),
  });

  it('AC-15 ends the same in any order and however often it is repeated, while attempts are left', () => {
    const telling = progress.chain((start) => fc.tuple(fc.constant(start), twoTellings(start.lastAttempt)));
    fc.assert(
      fc.property(telling, ([start, [one, other]]) => {
        expect(outcomeOf(endOf(start, other))).toEqual(outcomeOf(endOf(start, one)));
      }),
      { numRuns: 2_000 },
    );
  });

  it('AC-15 ends the same about a last attempt, too', () => {
    // A last attempt that may be repeated does not exist: it would have ended the notification.
    const single = last
      .filter(([status]) => status !== 'pending')
      .map(([status, outcome]) => aProgress(status, outcome));
    // A provider does not say both of one attempt; here, whichever came first would hold.
    const isConsistent = ([one]: (readonly Evidence[])[]) =>
      !(['undelivered', 'delivered'] as const).every((kind) => one?.some((said) => said.kind === kind)) &&
      !(['undelivered', 'opened'] as const).every((kind) => one?.some((said) => said.kind === kind));
    const telling = fc.tuple(single, twoTellings(1).filter(isConsistent));
    fc.assert(
      fc.property(telling, ([start, [one, other]]) => {
        const policy = { ...POLICY, delays: [] };
        expect(outcomeOf(endOf(start, other, policy)).status).toBe(outcomeOf(endOf(start, one, policy)).status);
      }),
    );
  });

  it('makes only moves that notifications make, and none out of an end', () => {
    const anyProgress = fc
      .tuple(progress, fc.constantFrom(...NOTIFICATION_STATUSES))
      .map(([known, status]): Progress => ({ ...known, status }));
    const evidence = fc.record({ attempt: fc.integer({ min: 1, max: 4 }), kind: fc.constantFrom(...KINDS) });
    fc.assert(
      fc.property(anyProgress, evidence, (start, one) => {
        const { move } = weigh(start, one, POLICY);
        if (move === null) return;
        expect(canMove(start.status, move.status)).toBe(true);
        expect(start.status).not.toBe('failed');
      }),
    );
  });

  it('that a notification was given up on is not taken back: what comes later is kept on the attempt', () => {
    const given = aProgress('failed', 'unconfirmed', 'retryable');
    const { move, progress: after } = weigh(given, { attempt: 1, kind: 'delivered' }, POLICY);
    expect(move).toBeNull();
    expect(after.attempts.get(1)).toEqual({ outcome: 'accepted', evidence: 'delivered' });
  });
});

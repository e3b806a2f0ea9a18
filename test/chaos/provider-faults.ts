import type { Profile } from './profile.js';
import type { Random } from './random.js';

const STEPS = 500;

const CALLS = {
  slow: 62,
  prompt: 7,
  unavailable: 7,
  // A run of a minute is to have a few of them of which no report tells in time.
  error_though_accepted: 5,
  rate_limited: 3,
  rejected: 2,
  answer_lost: 6,
  reset_before: 3,
  reset_after: 3,
  too_slow: 2,
  too_slow_for_nothing: 1,
  drip: 2,
};

/** How the providers answer requests to send. */
export function faultSteps(profile: Profile, random: Random): object[] {
  const [least, most] = profile.slowAnswer;
  const beyondTimeout = profile.answerTimeout + 2_000;
  const make: Record<keyof typeof CALLS, () => object> = {
    slow: () => ({
      kind: 'slow',
      delayMs: random.integer(least, most),
      accepted: !random.chance(profile.refusals),
    }),
    prompt: () => ({ kind: 'ok' }),
    unavailable: () => ({ kind: 'status', status: 503, html: random.chance(0.5) }),
    error_though_accepted: () => ({ kind: 'status', status: 500, accepted: true }),
    rate_limited: () => ({ kind: 'rate_limited', resetAfterSeconds: 2 }),
    rejected: () => ({ kind: 'rejected' }),
    answer_lost: () => ({ kind: 'answer_lost' }),
    reset_before: () => ({ kind: 'reset' }),
    reset_after: () => ({ kind: 'reset', accepted: true }),
    too_slow: () => ({ kind: 'slow', delayMs: beyondTimeout }),
    too_slow_for_nothing: () => ({ kind: 'slow', delayMs: beyondTimeout, accepted: false }),
    drip: () => ({ kind: 'drip', everyMs: 200 }),
  };
  return Array.from({ length: STEPS }, () => make[random.weighted(CALLS)]());
}

const LIVES = { ordinary: 64, repeated: 13, before_answer: 5, late: 7, undelivered: 4, forged: 3, opened: 4 };

const LOST = { webhooks: { lost: true } };

/** What becomes of accepted messages, and what goes wrong with the webhooks that tell of it. */
export function lifeSteps(profile: Profile, random: Random): object[] {
  const [firstDelay = 0] = profile.retryDelays;
  const make: Record<keyof typeof LIVES, () => object> = {
    ordinary: () => ({}),
    repeated: () => ({ shuffled: true, webhooks: { copies: random.integer(2, 4) } }),
    before_answer: () => ({ beforeAnswer: true }),
    late: () => ({ webhooks: { delayMs: random.integer(firstDelay, 3 * firstDelay) } }),
    // The one happens to a text, the other to an email.
    undelivered: () => ({
      events: [
        { event: 'undelivered', errorCode: 30003, afterMs: 800 },
        { event: 'bounce', type: 'blocked', afterMs: 900 },
      ],
    }),
    forged: () => ({ webhooks: { signature: 'forged' } }),
    opened: () => ({
      events: [
        { event: 'delivered', afterMs: 300 },
        { event: 'open', afterMs: 700 },
        { event: 'click', afterMs: 900 },
        { event: 'read', afterMs: 700 },
      ],
    }),
  };
  return Array.from({ length: STEPS }, () =>
    random.chance(profile.unreported) ? LOST : make[random.weighted(LIVES)](),
  );
}

/** Nothing goes wrong any more: the system is to come to rest. */
export const CALM = [{ kind: 'ok' }] as const;
export const CALM_LIFE = [{}] as const;

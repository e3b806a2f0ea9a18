/**
 * Implements F4. When a provider counts as failing for everyone, and what one answer says about it. Pure. Not a library's breaker: those keep
 * their state in one process, and this one has to hold for all replicas and to use messages that are due as its probes.
 */
import type { CallTally } from '#database';
import type { SendResult } from './channel-sender.js';

/** All three must be met within the window. A few customers whose addresses cause trouble do not halt a channel. */
export const BREAKER = { windowMs: 30_000, calls: 20, failedShare: 0.8, failedRecipients: 10 } as const;

const SECOND_MS = 1_000;

/** What a finished call says about the provider, whatever became of the message. */
export type Sign = 'works' | 'fails' | 'limits' | 'refuses';

const SIGNS = {
  accepted: 'works',
  // It answered, and judged the message: that is a provider at work.
  permanent: 'works',
  retryable: 'fails',
  unconfirmed: 'fails',
  channel_fault: 'refuses',
} as const satisfies Record<SendResult['outcome'], Sign>;

export function signOf(result: SendResult): Sign {
  return result.outcome === 'retryable' && result.limited === true ? 'limits' : SIGNS[result.outcome];
}

export interface Observation {
  /** When the call ended; milliseconds since 1970. */
  readonly at: number;
  /** User id. */
  readonly recipient: string;
  readonly failed: boolean;
}

/** Calls of one second. */
interface Second extends CallTally {
  readonly second: number;
}

/** The last half minute of calls, second by second: its size does not depend on how many there are. */
export type CallWindow = readonly Second[];

export const NO_CALLS: CallTally = { calls: 0, failures: 0, failedRecipients: [] };

/** Observations come in the order of their times. */
export function observe(window: CallWindow, { at, recipient, failed }: Observation): CallWindow {
  const second = Math.floor(at / SECOND_MS);
  const tally: CallTally = { calls: 1, failures: failed ? 1 : 0, failedRecipients: failed ? [recipient] : [] };
  const recent = window.filter((entry) => isWithin(entry, at));
  const last = recent.at(-1);
  return last?.second === second
    ? [...recent.slice(0, -1), { second, ...added(last, tally) }]
    : [...recent, { second, ...tally }];
}

export function tallyOf(window: CallWindow, now: number): CallTally {
  return window.filter((entry) => isWithin(entry, now)).reduce(added, NO_CALLS);
}

/** Recipients are counted up to the number that matters. */
export function added(a: CallTally, b: CallTally): CallTally {
  const recipients = new Set([...a.failedRecipients, ...b.failedRecipients]);
  return {
    calls: a.calls + b.calls,
    failures: a.failures + b.failures,
    failedRecipients: [...recipients].slice(0, BREAKER.failedRecipients),
  };
}

export function failsForEveryone({ calls, failures, failedRecipients }: CallTally): boolean {
  return (
    calls >= BREAKER.calls &&
    failures >= calls * BREAKER.failedShare &&
    failedRecipients.length >= BREAKER.failedRecipients
  );
}

function isWithin({ second }: Second, now: number): boolean {
  return second > Math.floor((now - BREAKER.windowMs) / SECOND_MS);
}

/** Implements F5, N1, N2. What we promise, what keeps the promise, and how fast its budget of failures is used up. Pure. */
import type { Channel, NotificationStatus, Reason } from '#contracts';
import { MINIMUM_VOLUME, shareOf } from './delivery-rate.js';
import { LATENCY_BOUNDS } from './figures.js';

/** From the event to the first acceptance. */
export const PROMPT_WITHIN_MS = 60_000;

interface ObjectiveFacts {
  /** The share that has to keep it. */
  readonly target: number;
  readonly promise: string;
}

export const OBJECTIVES = {
  N1: { target: 0.95, promise: 'accepted by the provider within 60 s of the event, unless it had to wait' },
  N2: { target: 0.999, promise: 'delivered in the end, where the recipient can be reached' },
} as const satisfies Record<string, ObjectiveFacts>;

export type ObjectiveId = keyof typeof OBJECTIVES;

export const OBJECTIVE_IDS = Object.keys(OBJECTIVES) as ObjectiveId[];

/** Of what counts for an objective. */
export interface ObjectiveCount {
  readonly good: number;
  readonly bad: number;
}

interface FailureFacts {
  /** No doing of ours: N2 asks about those that can be reached. */
  readonly blamedOnRecipient: boolean;
  /** The provider had taken it; N1 counted it then. */
  readonly accepted: boolean;
}

/** Reasons with which a notification ends as `failed`. */
const FAILURES = {
  no_recipient: { blamedOnRecipient: true, accepted: false },
  invalid_address: { blamedOnRecipient: true, accepted: false },
  bounced: { blamedOnRecipient: true, accepted: true },
  provider_rejected: { blamedOnRecipient: false, accepted: false },
  retries_exhausted: { blamedOnRecipient: false, accepted: false },
  unconfirmed: { blamedOnRecipient: false, accepted: false },
  template_error: { blamedOnRecipient: false, accepted: false },
} as const satisfies Partial<Record<Reason, FailureFacts>>;

/** An amount that was read: net, what left a status again taken off. */
export interface ObjectiveFigure {
  readonly kind: 'outcome' | 'acceptance';
  readonly channel: Channel;
  readonly label: string;
  readonly detail: string;
  readonly net: number;
}

/** What figures of a channel count for an objective; overdue ones of the queue are not among them. */
export function objectiveCount(objective: ObjectiveId, figures: readonly ObjectiveFigure[]): ObjectiveCount {
  const sum = (verdict: Verdict) =>
    figures.reduce((total, figure) => (JUDGES[objective](figure) === verdict ? total + figure.net : total), 0);
  // What leaves a status in the window may have come to it before.
  return { good: Math.max(0, sum('good')), bad: Math.max(0, sum('bad')) };
}

type Verdict = 'good' | 'bad' | undefined;

const PROMPT_BUCKETS: ReadonlySet<string> = new Set(
  LATENCY_BOUNDS.filter((seconds) => seconds * 1_000 <= PROMPT_WITHIN_MS).map(String),
);

const JUDGES: Readonly<Record<ObjectiveId, (figure: ObjectiveFigure) => Verdict>> = {
  N1: ({ kind, label, detail }) => {
    if (kind === 'outcome') return failureOf(label, detail)?.accepted === false ? failure(label, detail) : undefined;
    if (detail !== 'prompt') return undefined;
    return PROMPT_BUCKETS.has(label) ? 'good' : 'bad';
  },
  N2: ({ kind, channel, label, detail }) => {
    if (kind !== 'outcome') return undefined;
    return countsAsDelivered(channel, label) ? 'good' : failure(label, detail);
  },
};

/** A message that lies in the inbox has arrived, whether or not somebody has looked. */
function countsAsDelivered(channel: Channel, status: string): boolean {
  return status === 'delivered' || (channel === 'in_app' && status === 'sent');
}

function failure(status: string, reason: string): Verdict {
  return status === FAILED && failureOf(status, reason)?.blamedOnRecipient !== true ? 'bad' : undefined;
}

const FAILED: NotificationStatus = 'failed';

function failureOf(status: string, reason: string): FailureFacts | undefined {
  if (status !== FAILED || !Object.hasOwn(FAILURES, reason)) return undefined;
  return FAILURES[reason as keyof typeof FAILURES];
}

/** Share that kept the objective; null: too few to tell. */
export function shareKept({ good, bad }: ObjectiveCount): number | null {
  return shareOf(good, good + bad);
}

/**
 * How many times faster than the target allows the budget is used: 1 uses exactly all of it.
 * @returns null below 20: too few to tell
 */
export function burnRate({ good, bad }: ObjectiveCount, target: number): number | null {
  const all = good + bad;
  return all < MINIMUM_VOLUME ? null : bad / all / (1 - target);
}

/** Of the budget of a span: 1 none of it is used, 0 all of it, below 0 more than there was. @returns null below 20 */
export function budgetLeft(count: ObjectiveCount, target: number): number | null {
  const burnt = burnRate(count, target);
  return burnt === null ? null : 1 - burnt;
}

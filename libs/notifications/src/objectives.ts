/** Implements F5, N1, N2. What we promise, what keeps the promise, and how fast its budget of failures is used up. Pure. */
import { CHANNELS, type Channel, type NotificationStatus, type Reason } from '#contracts';
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

/**
 * Reasons to fail that are no doing of ours, and where: N2 asks about those that can be reached. A text that is refused goes to a number that is
 * dead or takes none; what is refused for our account's sake has an alert of its own. A refused email is ours.
 */
const RECIPIENTS_FAULTS = {
  no_recipient: CHANNELS,
  invalid_address: CHANNELS,
  bounced: CHANNELS,
  provider_rejected: ['sms'],
} as const satisfies Partial<Record<Reason, readonly Channel[]>>;

/** @param reason why it failed; any text, since it may have been read from figures */
export function isRecipientsFault(channel: Channel, reason: string): boolean {
  if (!Object.hasOwn(RECIPIENTS_FAULTS, reason)) return false;
  const channels: readonly Channel[] = RECIPIENTS_FAULTS[reason as keyof typeof RECIPIENTS_FAULTS];
  return channels.includes(channel);
}

/** What was counted of a channel in a span. */
export interface ObjectiveFigure {
  readonly kind: 'outcome' | 'acceptance';
  readonly channel: Channel;
  readonly label: string;
  readonly detail: string;
  readonly amount: number;
  /** How many of those that had come to the status, in the span or before it, left it again. */
  readonly departed: number;
}

/**
 * What figures of a channel count for an objective; overdue ones of the queue are not among them. What has failed is bad whatever became of it:
 * a replay of old failures must not hide new ones. What left a good end is good no more.
 */
export function objectiveCount(objective: ObjectiveId, figures: readonly ObjectiveFigure[]): ObjectiveCount {
  const judged = (verdict: Verdict) => figures.filter((figure) => JUDGES[objective](figure) === verdict);
  const stayed = judged('good').reduce((total, { amount, departed }) => total + amount - departed, 0);
  const bad = judged('bad').reduce((total, { amount }) => total + amount, 0);
  return { good: Math.max(0, stayed), bad };
}

type Verdict = 'good' | 'bad' | undefined;

const PROMPT_BUCKETS: ReadonlySet<string> = new Set(
  LATENCY_BOUNDS.filter((seconds) => seconds * 1_000 <= PROMPT_WITHIN_MS).map(String),
);

const JUDGES: Readonly<Record<ObjectiveId, (figure: ObjectiveFigure) => Verdict>> = {
  // Late, or never.
  N1: ({ kind, label, detail }) => {
    if (kind !== 'acceptance' || detail !== 'prompt') return undefined;
    return PROMPT_BUCKETS.has(label) ? 'good' : 'bad';
  },
  N2: ({ kind, channel, label, detail }) => {
    if (kind !== 'outcome') return undefined;
    if (countsAsDelivered(channel, label)) return 'good';
    return label === FAILED && !isRecipientsFault(channel, detail) ? 'bad' : undefined;
  },
};

/** A message that lies in the inbox has arrived, whether or not somebody has looked. */
function countsAsDelivered(channel: Channel, status: string): boolean {
  return status === 'delivered' || (channel === 'in_app' && status === 'sent');
}

const FAILED: NotificationStatus = 'failed';

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

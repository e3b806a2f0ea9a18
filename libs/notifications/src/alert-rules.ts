/**
 * Implements F5, AC-17, N1, N2. What raises an alert: the one table behind the watch of this service, the Prometheus rules and
 * `docs/runbook.md`. Pure data.
 */
import type { AlertSeverity } from '#contracts';
import type { ObjectiveId } from './objectives.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What each alert of a rule is about; its name is the alert's subject. `service`: the whole of it, the subject is empty. */
export type AlertSubject = 'channel' | 'type' | 'topic' | 'scope' | 'table' | 'service';

/**
 * `times`: how much faster than the objective allows. `share`: 0 to 1. `count`: of the window. `messages`: at this moment.
 * `state`: 1 while it is so.
 */
export type AlertUnit = 'times' | 'share' | 'count' | 'seconds' | 'messages' | 'rows' | 'state';

/**
 * Who looks. What only the process that meets it counts, the service cannot see from another one: such a rule is Prometheus's alone. All
 * others are both's.
 */
export type AlertEvaluation = 'service' | 'prometheus';

export interface AlertRule {
  readonly severity: AlertSeverity;
  readonly subject: AlertSubject;
  /** Raised at this value, and above. */
  readonly threshold: number;
  readonly unit: AlertUnit;
  /** Raised once it has been so without a break for this long. 0: as soon as it is seen. */
  readonly forMs: number;
  /** Resolved once it has not been seen for this long, so that what comes and goes is one alert. */
  readonly keepMs: number;
  readonly evaluatedBy: AlertEvaluation;
  /** What is wrong, in a sentence. The figure follows it. */
  readonly summary: string;
}

const KEEP = MINUTE;
const atOnce = { forMs: 0, keepMs: KEEP, evaluatedBy: 'service' } as const;
const onChannel = { ...atOnce, subject: 'channel' } as const;

/**
 * Burn rates over a long window, which makes sure, and a short one, which ends the alert soon after its cause. After the SRE Workbook, chapter 5.
 * Its 14.4 is for strict objectives: at N1's 95 % it would be 72 % of all messages late, and more than 20 is not possible. 6 is 30 % late.
 * Below `leastBad` in the long window a share says little: two failures of a hundred would burn N2's budget at twenty times.
 */
const burning = <Id extends ObjectiveId, Threshold extends number>(objective: Id, threshold: Threshold) =>
  ({ ...onChannel, objective, threshold, unit: 'times', leastBad: 10 }) as const;

export const ALERT_RULES = {
  N1BurningFast: {
    ...burning('N1', 6),
    severity: 'page',
    windowsMs: [HOUR, 5 * MINUTE],
    summary: 'Too many notifications reach the provider later than a minute after their event, or not at all.',
  },
  N1BurningSlow: {
    ...burning('N1', 3),
    severity: 'ticket',
    windowsMs: [6 * HOUR, 30 * MINUTE],
    summary: 'Within six hours, too many notifications have reached the provider late, or not at all.',
  },
  N2BurningFast: {
    ...burning('N2', 14.4),
    severity: 'page',
    windowsMs: [HOUR, 5 * MINUTE],
    summary: 'Too many notifications fail for good.',
  },
  N2BurningSlow: {
    ...burning('N2', 6),
    severity: 'ticket',
    windowsMs: [6 * HOUR, 30 * MINUTE],
    summary: 'Within six hours, too many notifications have failed for good.',
  },
  /** Retryable and unknown ends only: what a provider refuses for the recipient's sake says nothing about the provider. */
  ProviderCallsFailing: {
    ...onChannel,
    severity: 'page',
    threshold: 0.2,
    unit: 'share',
    /** The minute under way and the one before: a failure of everything is seen in seconds. */
    windowMs: 2 * MINUTE,
    leastCalls: 20,
    /** Our own process ended during the call. */
    notCountedCodes: ['lease_expired'],
    summary: 'Calls to the provider fail.',
  },
  /** Beside N2, which leaves out what the recipient's side refuses: a sender on a block list bounces everywhere, one that carriers filter is refused. */
  DeliveriesFailing: {
    ...onChannel,
    severity: 'page',
    threshold: 0.1,
    unit: 'share',
    windowMs: 15 * MINUTE,
    /** Delivered and failed together. */
    leastEnded: 50,
    summary: 'Too few of the notifications that ended were delivered.',
  },
  ProviderHalted: {
    ...onChannel,
    severity: 'page',
    threshold: 1,
    unit: 'state',
    summary: 'The channel is halted: its provider fails for everyone, or refuses our account.',
  },
  ProviderAccountFault: {
    ...onChannel,
    severity: 'ticket',
    threshold: 1,
    unit: 'count',
    windowMs: 15 * MINUTE,
    summary: 'The provider reports a fault of our account.',
  },
  /** Due, on a channel that nothing holds back, and in no worker's hands. Raised before N1's minute is over. */
  OldestWaiting: {
    ...onChannel,
    severity: 'page',
    threshold: 40,
    unit: 'seconds',
    summary: 'Notifications are due, and wait for a worker.',
  },
  /** Those that had to wait for quiet hours or a pause come back all at once: they may queue for a while. */
  OldestReleased: {
    ...onChannel,
    severity: 'ticket',
    threshold: 900,
    unit: 'seconds',
    summary: 'Notifications whose wait is over still wait for a worker.',
  },
  WebhookSilence: {
    ...onChannel,
    severity: 'ticket',
    /** Calls that the provider accepted in the window, all but its last `settleMs`, without any report in the whole of it. */
    threshold: 20,
    unit: 'count',
    windowMs: 30 * MINUTE,
    settleMs: 5 * MINUTE,
    summary: 'The provider accepts messages and reports nothing about any.',
  },
  /** Bounces, dead numbers and the like are not counted: some are a day's work, and of too many `DeliveriesFailing` tells. */
  DeadLettersGrowing: {
    ...atOnce,
    subject: 'service',
    severity: 'page',
    threshold: 20,
    unit: 'count',
    windowMs: 15 * MINUTE,
    summary: 'Notifications are given up on, for no fault of their recipients.',
  },
  RejectedEventsGrowing: {
    ...atOnce,
    subject: 'service',
    severity: 'page',
    threshold: 10,
    unit: 'count',
    windowMs: 15 * MINUTE,
    summary: 'Order events come in that cannot be used: their customers hear nothing.',
  },
  TemplateErrors: {
    ...atOnce,
    subject: 'type',
    severity: 'ticket',
    threshold: 1,
    unit: 'count',
    windowMs: 15 * MINUTE,
    summary: 'Notifications of the type cannot be put into words.',
  },
  ConsumerLag: {
    ...atOnce,
    subject: 'topic',
    severity: 'page',
    threshold: 10_000,
    unit: 'messages',
    forMs: 30 * SECOND,
    summary: 'The group that reads the topic is far behind.',
  },
  /** However few they are: on a quiet night a group that is gone would never be far behind. */
  ConsumerStalled: {
    ...atOnce,
    subject: 'topic',
    severity: 'page',
    threshold: 40,
    unit: 'seconds',
    summary: 'Messages lie on the topic, and nobody reads them.',
  },
  ChannelPaused: {
    ...atOnce,
    subject: 'scope',
    severity: 'ticket',
    threshold: 1,
    unit: 'state',
    summary: 'An operator has paused it.',
  },
  DefaultPartitionInUse: {
    ...atOnce,
    subject: 'service',
    severity: 'ticket',
    threshold: 1,
    unit: 'rows',
    summary: 'Rows lie in a default partition, because the partition of their month is missing.',
  },
  CustomerKeysUnreadable: {
    ...atOnce,
    subject: 'service',
    severity: 'page',
    threshold: 1,
    unit: 'count',
    windowMs: 15 * MINUTE,
    evaluatedBy: 'prometheus',
    summary: 'Keys of customers do not unwrap: what is sealed with them cannot be read.',
  },
  RetentionOverdue: {
    ...atOnce,
    subject: 'table',
    severity: 'ticket',
    threshold: 1,
    unit: 'state',
    forMs: DAY,
    evaluatedBy: 'prometheus',
    summary: 'What has reached its age is still there.',
  },
  // Beside it, each has the parameters of what it looks at.
} as const satisfies Record<string, AlertRule & Readonly<Record<string, unknown>>>;

export type AlertName = keyof typeof ALERT_RULES;

export const ALERT_NAMES = Object.keys(ALERT_RULES) as AlertName[];

/** Rules that look at an objective. */
export type BurnAlertName = {
  [Name in AlertName]: (typeof ALERT_RULES)[Name] extends { readonly objective: ObjectiveId } ? Name : never;
}[AlertName];

/** Rules that the service evaluates by itself. */
export type WatchedAlertName = {
  [Name in AlertName]: (typeof ALERT_RULES)[Name]['evaluatedBy'] extends 'service' ? Name : never;
}[AlertName];

/** Where an operator reads what to do, from the root of the repository. */
export function runbookOf(name: AlertName): string {
  return `docs/runbook.md#${name.toLowerCase()}`;
}

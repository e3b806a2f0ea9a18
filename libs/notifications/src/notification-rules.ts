/**
 * Implements F3, N3, N8, AC-01. The rules that decide whether a notification may go out now, in the order in which they are asked.
 * The first rule with an answer wins; when none has one, the notification is sent. Dispatch and the moment before sending
 * ask the same rules.
 */
import type { Channel, NotificationType, Preferences, Reason } from '#contracts';
import { type RetryDelays, nextLook } from './retry-schedule.js';
import { type PossibleZones, quietFrom, quietUntil } from './quiet-hours.js';
import { type Overtaken, isOutdated } from './shipment-progress.js';
import type { SettledStatus } from './transitions.js';

/** Everything the rules look at, for one notification. No contact data: whether an address exists is enough. */
export interface Situation {
  readonly type: NotificationType;
  readonly channel: Channel;
  /** When the order event happened, as upstream says. */
  readonly eventTime: Date;
  /** When the notification was planned, or put back to work by a person. */
  readonly plannedAt: Date;
  readonly preferences: Preferences;
  /** Resolved, so they exist. */
  readonly timeZones: PossibleZones;
  /** The customer asked to be forgotten and has not come back. */
  readonly erased: boolean;
  /** Whether this channel has an address; `unknown`: the directory has not heard of the customer yet. */
  readonly address: 'known' | 'missing' | 'unknown';
  readonly suppressed: boolean;
  readonly smsConsent: boolean;
  readonly overtaken: Overtaken;
  /** Operators have paused the channel, the type or everything. */
  readonly paused: boolean;
}

export interface RulePolicy {
  readonly eventMaxAgeMs: number;
  readonly retryDelays: RetryDelays;
}

export type Decision =
  | { readonly kind: 'send' }
  | {
      readonly kind: 'wait';
      readonly until: Date;
      readonly reason: Extract<Reason, 'quiet_hours' | 'paused' | 'no_recipient'>;
    }
  | { readonly kind: 'end'; readonly status: Exclude<SettledStatus, 'sent' | 'delivered'>; readonly reason: Reason };

type Rule = (situation: Situation, policy: RulePolicy, now: Date) => Decision | undefined;

const suppress = (reason: Reason): Decision => ({ kind: 'end', status: 'suppressed', reason });

export const RULES = {
  erased: (s) => (s.erased ? suppress('erased') : undefined),
  too_old: (s, policy, now) =>
    now.getTime() - s.eventTime.getTime() > policy.eventMaxAgeMs
      ? { kind: 'end', status: 'expired', reason: 'too_old' }
      : undefined,
  overtaken: (s, _policy, now) =>
    isOutdated(s, now) ? { kind: 'end', status: 'superseded', reason: 'overtaken' } : undefined,
  global_off: (s) => (s.preferences.globalEnabled ? undefined : suppress('global_off')),
  channel_off: (s) => (s.preferences.channels[s.channel] ? undefined : suppress('channel_off')),
  type_off: (s) => {
    const choice = s.preferences.types[s.type];
    if (choice === undefined) return undefined;
    const wanted = choice.enabled && (choice.channels === undefined || choice.channels.includes(s.channel));
    return wanted ? undefined : suppress('type_off');
  },
  no_address: (s) => (s.channel !== 'in_app' && s.address === 'missing' ? suppress('no_address') : undefined),
  no_recipient: (s, policy, now) => {
    if (s.channel === 'in_app' || s.address !== 'unknown') return undefined;
    const until = nextLook(s.plannedAt, policy.retryDelays, now);
    return until === null
      ? { kind: 'end', status: 'failed', reason: 'no_recipient' }
      : { kind: 'wait', until, reason: 'no_recipient' };
  },
  // Consent and suppression belong to an address: they are asked once there is one.
  no_consent: (s) => (s.channel === 'sms' && !s.smsConsent ? suppress('no_consent') : undefined),
  suppression_list: (s) => (s.suppressed ? suppress('suppression_list') : undefined),
  // Nobody knows when it will be resumed: due from now on, and left alone until then.
  paused: (s, _policy, now) => (s.paused ? { kind: 'wait', until: now, reason: 'paused' } : undefined),
  quiet_hours: (s, _policy, now) => {
    if (s.channel !== 'sms' || !s.preferences.quietHours.enabled) return undefined;
    const until = quietUntil(s.preferences.quietHours, s.timeZones, now);
    return until === null ? undefined : { kind: 'wait', until, reason: 'quiet_hours' };
  },
} as const satisfies Partial<Record<Reason, Rule>>;

const IN_ORDER: readonly Rule[] = Object.values(RULES);

/** Pure: the same situation, policy and time always give the same decision. */
export function decide(situation: Situation, policy: RulePolicy, now: Date): Decision {
  for (const rule of IN_ORDER) {
    const decision = rule(situation, policy, now);
    if (decision !== undefined) return decision;
  }
  return { kind: 'send' };
}

/** A message sent now that the provider holds on to must be given up by then; null: it may arrive at any time. */
export function latestDelivery({ channel, preferences, timeZones }: Situation, now: Date): Date | null {
  const { quietHours } = preferences;
  return channel === 'sms' && quietHours.enabled ? quietFrom(quietHours, timeZones, now) : null;
}

/** Implements F1, F3, N7, AC-08. From one order event to one planned notification per channel. */
import { CHANNELS, type Channel, type OrderEvent, type Preferences, type Reason } from '#contracts';
import { type Decision, type RulePolicy, type Situation, decide } from './notification-rules.js';
import type { PossibleZones } from './quiet-hours.js';
import type { RetryDelays } from './retry-schedule.js';
import { localDate } from './zone-clock.js';

/** What we know about a customer when planning. Addresses are only known to exist; their content stays sealed. */
export interface Customer {
  readonly preferences: Preferences;
  /** null: the directory has no entry. */
  readonly directory: DirectoryEntry | null;
  readonly timeZones: PossibleZones;
  readonly erased: boolean;
  readonly smsConsent: boolean;
}

export interface DirectoryEntry {
  readonly hasEmail: boolean;
  readonly hasPhone: boolean;
}

export interface PlanPolicy {
  readonly eventMaxAgeMs: Readonly<Record<Channel, number>>;
  readonly retryDelays: Readonly<Record<Channel, RetryDelays>>;
}

export interface PlannedNotification {
  readonly channel: Channel;
  readonly decision: Decision;
  /** The customer's calendar date on which this would count against the daily cap. */
  readonly countsOn: string;
}

/**
 * Plans an event. The daily cap is applied afterwards, by `applyDailyCap`: it needs counters that only a lock makes exact.
 * @param suppressed channels whose address is on the suppression list
 * @param paused channels on which operators have paused this event's type
 * @param stale whether newer news of its package has been announced
 */
export function planNotifications(
  event: OrderEvent,
  customer: Customer,
  suppressed: ReadonlySet<Channel>,
  stale: boolean,
  paused: ReadonlySet<Channel>,
  policy: PlanPolicy,
  now: Date,
): PlannedNotification[] {
  const { timeZones } = customer;
  return CHANNELS.map((channel) => {
    const situation: Situation = {
      type: event.type,
      channel,
      eventTime: event.time,
      plannedAt: now,
      preferences: customer.preferences,
      timeZones,
      erased: customer.erased,
      address: addressOf(channel, event, customer.directory),
      suppressed: suppressed.has(channel),
      smsConsent: customer.smsConsent,
      overtaken: stale ? 'before_dispatch' : 'no',
      paused: paused.has(channel),
    };
    const decision = decide(situation, rulePolicy(policy, channel), now);
    return { channel, decision, countsOn: localDate(timeZones[0], decision.kind === 'wait' ? decision.until : now) };
  });
}

export function rulePolicy(policy: PlanPolicy, channel: Channel): RulePolicy {
  return { eventMaxAgeMs: policy.eventMaxAgeMs[channel], retryDelays: policy.retryDelays[channel] };
}

/** Whether an address exists: the event's field first, then the directory's. */
export function addressOf(
  channel: Channel,
  event: { readonly data: { readonly recipient?: OrderEvent['data']['recipient'] } },
  directory: Pick<DirectoryEntry, 'hasEmail' | 'hasPhone'> | null,
): Situation['address'] {
  if (channel === 'in_app') return 'known';
  const field = channel === 'email' ? 'email' : 'phone';
  const said = event.data.recipient?.[field];
  if (said !== undefined && said !== null) return 'known';
  if (directory === null) return 'unknown';
  return (channel === 'email' ? directory.hasEmail : directory.hasPhone) ? 'known' : 'missing';
}

/**
 * Turns what exceeds the cap into `suppressed/daily_cap`. Each planned send counts once; what is not going out does not count.
 * @param alreadyCounted sends counted so far on `countsOn`; the caller holds its lock
 */
export function applyDailyCap(planned: PlannedNotification, alreadyCounted: number, cap: number): PlannedNotification {
  if (planned.decision.kind === 'end' || alreadyCounted < cap) return planned;
  const reason: Reason = 'daily_cap';
  return { ...planned, decision: { kind: 'end', status: 'suppressed', reason } };
}

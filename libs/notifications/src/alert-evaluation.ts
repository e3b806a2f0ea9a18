/** Implements F5, AC-17, N1, N2. What the facts of this moment give cause to raise. Pure. */
import type { Channel, NotificationType } from '#contracts';
import { ALERT_RULES, type BurnAlertName, type WatchedAlertName } from './alert-rules.js';
import { OBJECTIVES, type ObjectiveCount, type ObjectiveId, burnRate } from './objectives.js';

/** What an evaluation looks at; what is counted is counted over the window of its rule. */
export interface AlertFacts {
  readonly objectives: readonly (ObjectiveCount & {
    readonly objective: ObjectiveId;
    readonly channel: Channel;
    readonly windowMs: number;
  })[];
  readonly calls: readonly ChannelCalls[];
  readonly deliveries: readonly ChannelDeliveries[];
  readonly reports: readonly ChannelReports[];
  readonly waiting: readonly ChannelBacklog[];
  readonly accountFaults: readonly AccountFaultCount[];
  readonly templateErrors: readonly { readonly type: NotificationType; readonly count: number }[];
  readonly halts: readonly { readonly channel: Channel; readonly reason: string }[];
  readonly pauses: readonly { readonly scope: string }[];
  /** Notifications that failed for good, without blame on the recipient. */
  readonly deadLetters: number;
  readonly rejectedEvents: number;
  readonly defaultPartitionRows: number;
  readonly consumers: readonly ConsumerState[];
}

export interface ChannelCalls {
  readonly channel: Channel;
  /** Finished provider calls. */
  readonly calls: number;
  /** Of those: retryable and unknown ends. */
  readonly failed: number;
}

export interface ChannelDeliveries {
  readonly channel: Channel;
  readonly delivered: number;
  readonly failed: number;
}

export interface ChannelReports {
  readonly channel: Channel;
  /** Calls that the provider accepted, the last minutes left out. */
  readonly accepted: number;
  /** Anything, the last minutes included. */
  readonly hasReported: boolean;
}

export interface ChannelBacklog {
  readonly channel: Channel;
  /** Since when the oldest row is due that nobody holds, in seconds; null: there is none. */
  readonly oldestSeconds: number | null;
  /** The same, among those that had to wait for quiet hours or a pause. */
  readonly oldestReleasedSeconds: number | null;
}

export interface AccountFaultCount {
  readonly channel: Channel;
  readonly code: string;
  readonly count: number;
}

export interface ConsumerState {
  readonly topic: string;
  /** Messages still to be read; null: the broker could not be asked. */
  readonly lag: number | null;
  /** For how long there has been something to read and nothing was read, in seconds. */
  readonly stalledSeconds: number;
}

/** A cause for an alert, as it is now. */
export interface Finding {
  readonly name: WatchedAlertName;
  readonly subject: string;
  readonly value: number;
  /** The rule's sentence, and the figure. */
  readonly detail: string;
}

/** What could not be looked at: neither cause for an alert nor for its end. */
export interface Unknown {
  readonly name: WatchedAlertName;
  readonly subject: string;
}

export interface Evaluation {
  readonly findings: readonly Finding[];
  readonly unknown: readonly Unknown[];
}

/** A value that a rule compares, and how people are told. */
interface Reading {
  readonly subject: string;
  /** null: there is too little to tell, and so no cause. */
  readonly value: number | null;
  readonly figure: string;
}

type Reader = (facts: AlertFacts) => readonly Reading[];

const READERS = {
  N1BurningFast: burnReader('N1BurningFast'),
  N1BurningSlow: burnReader('N1BurningSlow'),
  N2BurningFast: burnReader('N2BurningFast'),
  N2BurningSlow: burnReader('N2BurningSlow'),
  ProviderCallsFailing: ({ calls }) =>
    calls.map(({ channel, calls: all, failed }) => ({
      subject: channel,
      value: shareOfEnough(failed, all, ALERT_RULES.ProviderCallsFailing.leastCalls),
      figure: `${failed} of ${all} calls in ${minutes(ALERT_RULES.ProviderCallsFailing.windowMs)}.`,
    })),
  DeliveriesFailing: ({ deliveries }) =>
    deliveries.map(({ channel, delivered, failed }) => ({
      subject: channel,
      value: shareOfEnough(failed, delivered + failed, ALERT_RULES.DeliveriesFailing.leastEnded),
      figure: `${failed} failed, ${delivered} delivered in ${minutes(ALERT_RULES.DeliveriesFailing.windowMs)}.`,
    })),
  ProviderHalted: ({ halts }) =>
    halts.map(({ channel, reason }) => ({ subject: channel, value: 1, figure: `${reason}.` })),
  ProviderAccountFault: ({ accountFaults }) => {
    const channels = [...new Set(accountFaults.map(({ channel }) => channel))];
    return channels.map((channel) => {
      const faults = accountFaults.filter((fault) => fault.channel === channel);
      const codes = faults.map(({ code, count }) => `${code} (${count})`).join(', ');
      return { subject: channel, value: sum(faults.map(({ count }) => count)), figure: `${codes}.` };
    });
  },
  OldestWaiting: ({ waiting, ...held }) =>
    freeChannels(waiting, held).map(({ channel, oldestSeconds }) => agedReading(channel, oldestSeconds)),
  OldestReleased: ({ waiting, ...held }) =>
    freeChannels(waiting, held).map(({ channel, oldestReleasedSeconds }) =>
      agedReading(channel, oldestReleasedSeconds),
    ),
  WebhookSilence: ({ reports }) =>
    reports.map(({ channel, accepted, hasReported }) => ({
      subject: channel,
      value: hasReported ? null : accepted,
      figure: `${accepted} accepted, no report in ${minutes(ALERT_RULES.WebhookSilence.windowMs)}.`,
    })),
  DeadLettersGrowing: ({ deadLetters }) => [
    whole(deadLetters, `${deadLetters} in ${minutes(ALERT_RULES.DeadLettersGrowing.windowMs)}.`),
  ],
  RejectedEventsGrowing: ({ rejectedEvents }) => [
    whole(rejectedEvents, `${rejectedEvents} in ${minutes(ALERT_RULES.RejectedEventsGrowing.windowMs)}.`),
  ],
  TemplateErrors: ({ templateErrors }) =>
    templateErrors.map(({ type, count }) => ({
      subject: type,
      value: count,
      figure: `${count} in ${minutes(ALERT_RULES.TemplateErrors.windowMs)}.`,
    })),
  ConsumerLag: ({ consumers }) =>
    known(consumers).map(({ topic, lag }) => ({ subject: topic, value: lag, figure: `${lag} messages.` })),
  ConsumerStalled: ({ consumers }) =>
    known(consumers).map(({ topic, lag, stalledSeconds }) => ({
      subject: topic,
      value: stalledSeconds,
      figure: `${lag} messages, none read for ${Math.round(stalledSeconds)} s.`,
    })),
  ChannelPaused: ({ pauses }) =>
    pauses.map(({ scope }) => ({ subject: scope, value: 1, figure: 'It waits until somebody resumes it.' })),
  DefaultPartitionInUse: ({ defaultPartitionRows: rows }) => [whole(rows, `${rows} rows, counted up to 1000 a table.`)],
} as const satisfies Record<WatchedAlertName, Reader>;

const WATCHED = Object.keys(READERS) as WatchedAlertName[];

/** Everything that is over its threshold now, and what could not be looked at. */
export function evaluateAlerts(facts: AlertFacts): Evaluation {
  const silent = facts.consumers.filter(({ lag }) => lag === null);
  return {
    findings: WATCHED.flatMap((name) => findingsOf(name, facts)),
    unknown: silent.flatMap(({ topic: subject }) => [
      { name: 'ConsumerLag', subject },
      { name: 'ConsumerStalled', subject },
    ]),
  };
}

function findingsOf(name: WatchedAlertName, facts: AlertFacts): Finding[] {
  const { threshold, summary } = ALERT_RULES[name];
  return READERS[name](facts).flatMap(({ subject, value, figure }) =>
    value === null || value < threshold ? [] : [{ name, subject, value, detail: `${summary} ${figure}` }],
  );
}

function burnReader(name: BurnAlertName): Reader {
  const { objective, windowsMs, leastBad } = ALERT_RULES[name];
  const [long, short] = windowsMs;
  return ({ objectives }) => {
    const counts = objectives.filter((count) => count.objective === objective);
    return counts
      .filter(({ windowMs }) => windowMs === long)
      .map(({ channel, good, bad }) => {
        const lately = counts.find((count) => count.channel === channel && count.windowMs === short);
        const rates = [{ good, bad }, lately].map((count) => rateOf(objective, count));
        return {
          subject: channel,
          value: bad < leastBad ? null : leastOf(rates),
          figure: `${bad} of ${good + bad} in ${minutes(long)}.`,
        };
      });
  };
}

function rateOf(objective: ObjectiveId, count: ObjectiveCount | undefined): number | null {
  return count === undefined ? null : burnRate(count, OBJECTIVES[objective].target);
}

/** Both windows have to be over the threshold, so the lower rate decides. */
function leastOf(rates: readonly (number | null)[]): number | null {
  return rates.reduce((least, rate) => (least === null || rate === null ? null : Math.min(least, rate)), Infinity);
}

/** A channel that is halted or paused has an alert that says so. */
function freeChannels(
  waiting: readonly ChannelBacklog[],
  { halts, pauses }: Pick<AlertFacts, 'halts' | 'pauses'>,
): readonly ChannelBacklog[] {
  const held = new Set<string>([...halts.map(({ channel }) => channel), ...pauses.map(({ scope }) => scope)]);
  return held.has('all') ? [] : waiting.filter(({ channel }) => !held.has(channel));
}

function agedReading(channel: Channel, seconds: number | null): Reading {
  return { subject: channel, value: seconds, figure: `The oldest since ${Math.round(seconds ?? 0)} s.` };
}

function whole(value: number, figure: string): Reading {
  return { subject: '', value, figure };
}

function known(consumers: readonly ConsumerState[]): (ConsumerState & { readonly lag: number })[] {
  return consumers.flatMap((consumer) => (consumer.lag === null ? [] : [{ ...consumer, lag: consumer.lag }]));
}

function shareOfEnough(part: number, all: number, least: number): number | null {
  return all < least ? null : part / all;
}

function minutes(ms: number): string {
  return `the last ${ms / 60_000} minutes`;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

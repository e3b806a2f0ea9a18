/** Implements F7, F9. A decision and the rule behind it in plain words, with the facts that the rule looked at. */
import type { Channel, Explanation, NotificationType, Reason } from '#contracts';
import type { Halt, Pause, SwitchedOff } from '#database';
import { type Decision, type PossibleZones, type SuppressionReason } from '#notifications';
import { localTime } from '../words/local-time.js';
import { CHANNEL_WORDS, REASON_WORDS } from '../words/reason-words.js';
import { haltWords, pauseOn, pauseWords, quietWords } from '../words/wait-words.js';

/** What the words tell beside the decision. */
export interface ExplainedFacts {
  readonly type: NotificationType;
  /** Which moment is asked about. */
  readonly at: Date;
  readonly now: Date;
  readonly timeZones: PossibleZones;
  readonly dailyCap: number;
  /** The change behind a switch that is off; null: none is known, or none is off. */
  readonly switchedOff: SwitchedOff | null;
  /** Why the address is on the suppression list. */
  readonly suppressions: readonly SuppressionReason[];
  /** In force now. */
  readonly pauses: readonly Pause[];
  /** Now. A channel that its provider holds back keeps what was decided to be sent. */
  readonly halt: Halt | null;
}

type ChannelExplanation = Explanation['channels'][number];

/** Pure. */
export function explained(channel: Channel, decision: Decision, facts: ExplainedFacts): ChannelExplanation {
  return {
    channel,
    ...outcomeOf(decision),
    explanation: `${CHANNEL_WORDS[channel].one} ${wordsOf(channel, decision, facts)}.`,
  };
}

function outcomeOf(decision: Decision): Pick<ChannelExplanation, 'decision' | 'until' | 'reason'> {
  switch (decision.kind) {
    case 'send':
      return { decision: 'send', until: null, reason: null };
    case 'wait':
      return { decision: 'wait', until: endOf(decision), reason: decision.reason };
    case 'end':
      return { decision: 'suppress', until: null, reason: decision.reason };
  }
}

/** Nobody knows when operators will resume. */
function endOf({ until, reason }: Extract<Decision, { kind: 'wait' }>): string | null {
  return reason === 'paused' ? null : until.toISOString();
}

function wordsOf(channel: Channel, decision: Decision, facts: ExplainedFacts): string {
  switch (decision.kind) {
    case 'send':
      return sendWords(channel, facts);
    case 'wait':
      return `waits: ${waitWords(channel, decision, facts)}`;
    case 'end':
      return `is not sent: ${endWords(channel, decision.reason, facts)}`;
  }
}

function sendWords(channel: Channel, facts: ExplainedFacts): string {
  const { halt, timeZones, now } = facts;
  if (halt === null) return 'is sent at once: no rule holds it back';
  const why = `${haltWords(channel, halt, timeZones[0], now)}${asOfNow(facts)}`;
  return `is to be sent at once, and leaves when its provider works again: ${why}`;
}

/** Nobody knows what will be paused or halted then. */
function asOfNow({ at, now }: ExplainedFacts): string {
  return at > now ? '; that is so now, and may be over by then' : '';
}

function waitWords(
  channel: Channel,
  { until, reason }: Extract<Decision, { kind: 'wait' }>,
  facts: ExplainedFacts,
): string {
  const { type, at, now, timeZones, pauses } = facts;
  switch (reason) {
    case 'quiet_hours':
      return quietWords(timeZones, at, until);
    case 'paused': {
      const pause = pauseOn(pauses, channel, type);
      const why = pause === undefined ? REASON_WORDS.paused() : pauseWords(pause, timeZones[0], now);
      return `${why}${asOfNow(facts)}`;
    }
    case 'no_recipient': {
      const { address } = CHANNEL_WORDS[channel];
      return `nobody has told us the customer's ${address}; it is looked for again at ${localTime(timeZones[0], until, at)}`;
    }
  }
}

function endWords(channel: Channel, reason: Reason, facts: ExplainedFacts): string {
  const { type, now, timeZones, switchedOff, suppressions, dailyCap } = facts;
  const words = REASON_WORDS[reason]({ channel, type, timeZone: timeZones[0], now, switchedOff, suppressions });
  return reason === 'daily_cap' ? `${words} (${dailyCap})` : words;
}

/** Compares what upstream published, what customers chose, what went over the wires, what the providers took, what devices were shown, and what the tables say. */
import type { Evidence } from './evidence.js';
import type { Finding } from './finding.js';
import {
  acceptedOnce,
  callsWithinBudget,
  delaysAreRespected,
  nothingAfterRevocation,
  nothingInQuietHours,
} from './calls.rules.js';
import {
  attemptsMatchCalls,
  budgetsMatchRows,
  dailyCapHolds,
  figuresMatchRows,
  inboxCountsMatchRows,
  inboxHasNoGaps,
  ledgerIsComplete,
  newsIsTold,
  statusesMatchLedger,
} from './figures.rules.js';
import { nobodyGivesUp } from './processes.rules.js';
import { atRest, endsAreJustified, oneRowPerChannel } from './rows.rules.js';
import {
  answeredMarksAreKept,
  confirmedIsDelivered,
  connectionsGoOn,
  devicesHaveTheirInbox,
  devicesKnowWhatIsUnread,
} from './streams.rules.js';

/** Each by the sentence that holds when it finds nothing. */
export const RULES = {
  'every event has one row per channel': oneRowPerChannel,
  'every row has ended or rightly waits': atRest,
  'every end has a cause': endsAreJustified,
  'nothing known to be taken is sent again': acceptedOnce,
  'no request starts after an acknowledged revocation': nothingAfterRevocation,
  'no text is sent in quiet hours': nothingInQuietHours,
  'no budget has more calls than it may': callsWithinBudget,
  'no call starts before its delay is over': delaysAreRespected,
  'the daily cap holds exactly': dailyCapHolds,
  'recorded attempts are the calls made': attemptsMatchCalls,
  'no row has more attempts than its budget': budgetsMatchRows,
  'statuses are what the providers took': statusesMatchLedger,
  'the ledger knows every call': ledgerIsComplete,
  'every end was told on the topic': newsIsTold,
  'positions in inboxes have no gaps': inboxHasNoGaps,
  'unread counts are what rows say': inboxCountsMatchRows,
  'figures are what rows say': figuresMatchRows,
  'every device got what its inbox has, once and in order': devicesHaveTheirInbox,
  'every connection goes on where its device stood': connectionsGoOn,
  'what devices confirmed is delivered': confirmedIsDelivered,
  'marks that were answered are kept': answeredMarksAreKept,
  'every device knows how much is unread': devicesKnowWhatIsUnread,
  'no process gives up by itself': nobodyGivesUp,
} as const satisfies Record<string, (evidence: Evidence) => Finding[]>;

export interface Judgement {
  readonly rule: string;
  readonly findings: readonly Finding[];
}

export function judge(evidence: Evidence): Judgement[] {
  return Object.entries(RULES).map(([rule, find]) => ({ rule, findings: find(evidence) }));
}

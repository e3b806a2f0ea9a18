/** Implements F5, N1. What reports about one notification add to the figures. Pure. */
import {
  EVIDENCE,
  type Figure,
  figuresOfAttempt,
  figuresOfEngagement,
  figuresOfError,
  figuresOfLatency,
  figuresOfMove,
  figuresOfNoAcceptance,
  isRecipientsFault,
  numberInBudget,
} from '#notifications';
import { type AttemptReport, type EvidenceCase, logChangeOf, newlyKnownAttempts } from './evidence-case.js';

export function figuresOfCase(one: EvidenceCase, now: Date): Figure[] {
  return [
    ...figuresOfChange(one, now),
    ...newlyKnownAttempts(one).flatMap((report) => figuresOfReport(one, report)),
    ...figuresOfReaders(one),
  ];
}

function figuresOfChange(one: EvidenceCase, now: Date): Figure[] {
  const { before, move } = one;
  const change = logChangeOf(one, now);
  if (change === null || move === null) return [];
  const { notification, standing, eventTime: since, waited, sentAt, deliveredAt } = before;
  const { channel } = notification;
  const elapsed = (kind: 'acceptance' | 'delivery', until: Date | null, earlier: Date | null) =>
    until === null || earlier !== null ? [] : figuresOfLatency(kind, { channel, since, until, waited });
  const hasFailed = move.status === 'failed' && !isRecipientsFault(channel, move.reason);
  const isNeverTaken = hasFailed && sentAt === null && change.sentAt === null;
  return [
    ...figuresOfMove(notification, standing, { ...move, language: standing.language }),
    ...elapsed('acceptance', change.sentAt, sentAt),
    ...elapsed('delivery', change.deliveredAt, deliveredAt),
    ...(isNeverTaken ? figuresOfNoAcceptance({ channel, since, waited }) : []),
  ];
}

/** An attempt is counted once, by whoever tells of it first; what is said of it later is news of an error at most. */
function figuresOfReport({ before: { notification, progress } }: EvidenceCase, report: AttemptReport): Figure[] {
  const { attempt, kind } = report.evidence;
  const result = { outcome: EVIDENCE[kind].outcome, code: report.code };
  return progress.attempts.has(attempt)
    ? figuresOfError(notification.channel, result)
    : figuresOfAttempt(notification, numberInBudget(attempt, progress.earlierAttempts), result);
}

/** Each is counted as it comes: what was told before was left out. Which is the first, the row says, which is locked. */
function figuresOfReaders({ before, results }: EvidenceCase): Figure[] {
  const { notification, standing, engaged } = before;
  const engagements = results.flatMap(({ report }) => report.engagement ?? []);
  return figuresOfEngagement({ ...notification, language: standing.language }, engaged, engagements);
}

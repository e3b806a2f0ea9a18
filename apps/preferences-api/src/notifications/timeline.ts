/** Implements F7. The story of a notification, told from its rows. */
import type { NotificationDocument, Reason } from '#contracts';
import type { NotificationRecord, RecordedAttempt } from '#database';
import type { EvidenceSource } from '#notifications';
import { attemptMessage } from './attempt-messages.js';

type Entry = Readonly<{ at: Date; event: string; detail: string | null }>;

/** Pure. Oldest first; entries of one moment in the order in which such things happen. */
export function timelineOf(record: NotificationRecord): NotificationDocument['timeline'] {
  const entries: Entry[] = [
    { at: record.createdAt, event: 'planned', detail: null },
    ...record.attempts.flatMap(attemptEntries),
    ...duplicateEntry(record),
    ...instant(record.sentAt, 'sent'),
    ...instant(record.deliveredAt, 'delivered'),
    ...instant(record.openedAt, 'opened'),
    ...waitEntry(record),
    ...endEntry(record),
  ];
  return entries
    .sort((a, b) => a.at.getTime() - b.at.getTime())
    .map(({ at, event, detail }) => ({ at: at.toISOString(), event, detail }));
}

function attemptEntries(attempt: RecordedAttempt): Entry[] {
  const { number, at, outcome, code, unconfirmedCode } = attempt;
  const message =
    unconfirmedCode === null ? attemptMessage(outcome, code) : attemptMessage('unconfirmed', unconfirmedCode);
  return [
    { at, event: 'attempt', detail: `${number}: ${message}` },
    ...lookUpEntry(attempt),
    ...evidenceEntry(attempt),
  ];
}

/** What was found is told as evidence. */
function lookUpEntry({ number, lookedUpAt, evidence }: RecordedAttempt): Entry[] {
  if (lookedUpAt === null || evidence?.source === 'look_up') return [];
  return [{ at: lookedUpAt, event: 'looked_up', detail: `${number}: The provider does not know the message.` }];
}

const SOURCE_WORDS = {
  webhook: 'reported by the provider',
  look_up: 'found by asking the provider',
} as const satisfies Record<EvidenceSource, string>;

/** Of an attempt whose answer was known, evidence shows in the notification's own times. */
function evidenceEntry({ number, outcome, code, unconfirmedCode, evidence }: RecordedAttempt): Entry[] {
  if (evidence === null || unconfirmedCode === null) return [];
  const words = code === null ? evidence.kind : `${evidence.kind}, ${attemptMessage(outcome, code)}`;
  return [{ at: evidence.at, event: 'evidence', detail: `${number}: ${words} (${SOURCE_WORDS[evidence.source]})` }];
}

/** The customer may have got the message as often as that. */
function duplicateEntry({ attempts }: NotificationRecord): Entry[] {
  const taken = attempts.filter(({ outcome }) => outcome === 'accepted');
  if (taken.length < 2) return [];
  const at = new Date(Math.max(...taken.map(knownSince)));
  return [
    { at, event: 'possible_duplicate', detail: `attempts taken: ${taken.map(({ number }) => number).join(', ')}` },
  ];
}

function knownSince({ at, durationMs, evidence }: RecordedAttempt): number {
  return Math.max(at.getTime() + durationMs, evidence?.at.getTime() ?? 0);
}

function instant(at: Date | null, event: string): Entry[] {
  return at === null ? [] : [{ at, event, detail: null }];
}

/** A fresh row is due within seconds, which is no wait. Waits that are over leave no row. */
function waitEntry(record: NotificationRecord): Entry[] {
  const { dueAt, reason, status, attempts } = record;
  if (dueAt === null || (reason === null && attempts.length === 0)) return [];
  const waitsFor = reason ?? (status === 'unconfirmed' ? 'evidence' : 'retry');
  // When it goes on is not for its row to know: somebody resumes, or the provider recovers.
  const until = waitsFor === 'paused' ? '' : ` until ${dueAt.toISOString()}`;
  return [{ at: latestKnown(record), event: 'waiting', detail: `${waitsFor}${until}` }];
}

/** Reasons whose names leave a reader asking. */
const IN_WORDS: Partial<Record<Reason, string>> = {
  overtaken: 'overtaken: newer news of the same package had been announced',
};

function wordsOf(reason: Reason): string {
  return IN_WORDS[reason] ?? reason;
}

function endEntry(record: NotificationRecord): Entry[] {
  const { status, reason } = record;
  switch (status) {
    case 'failed':
    case 'suppressed':
    case 'superseded':
    case 'expired':
      return [{ at: latestKnown(record), event: status, detail: reason && wordsOf(reason) }];
    case 'pending':
    case 'sending':
    case 'unconfirmed':
    case 'sent':
    case 'delivered':
      return [];
  }
}

/** The rows do not keep when a wait began or a notification ended: not before the last thing they do keep. */
function latestKnown({ createdAt, attempts, sentAt, deliveredAt }: NotificationRecord): Date {
  const ends = attempts.flatMap((attempt) => [knownSince(attempt), attempt.lookedUpAt?.getTime() ?? 0]);
  const known = [createdAt, sentAt, deliveredAt].flatMap((at) => (at === null ? [] : [at.getTime()]));
  return new Date(Math.max(...known, ...ends));
}

/** Implements F7, F9. The story of a notification in plain words, told from its rows. */
import type { NotificationDocument } from '#contracts';
import type { AuditRecord, NotificationRecord, PauseScope, RecordedAttempt } from '#database';
import { type EvidenceSource, quietUntil } from '#notifications';
import { localTime } from '../words/local-time.js';
import { CHANNEL_WORDS, REASON_WORDS, typeWords } from '../words/reason-words.js';
import { haltWords, pauseOn, pauseWords, quietWords, scopeWords } from '../words/wait-words.js';
import { attemptMessage, attemptWords } from './attempt-messages.js';
import type { Background } from './background.js';
import type { Viewer } from './viewer.js';

type Entry = Readonly<{ at: Date; event: string; detail: string | null }>;

/** Who is told what of which notification. */
interface Telling {
  readonly record: NotificationRecord;
  readonly background: Background;
  /** Customers hear nothing of our staff, and no codes. */
  readonly viewer: Viewer;
}

/** Pure. Oldest first; entries of one moment in the order in which such things happen. Events are names that stay, details are words. */
export function timelineOf(
  record: NotificationRecord,
  background: Background,
  viewer: Viewer,
): NotificationDocument['timeline'] {
  const telling = { record, background, viewer };
  const attempts = record.attempts.flatMap((attempt) => attemptEntries(attempt, telling));
  const entries: Entry[] = [
    plannedEntry(telling),
    ...waitedEntry(telling),
    ...deedEntries(telling),
    ...attempts,
    ...duplicateEntry(record),
    ...instant(notBefore(record.sentAt, attempts[0]?.at), 'sent', SENT[record.channel]),
    ...instant(record.deliveredAt, 'delivered', DELIVERED[record.channel]),
    ...instant(record.openedAt, 'opened', 'Opened by the customer.'),
    ...instant(record.clickedAt, 'clicked', 'The customer followed a link in it.'),
    ...waitEntry(telling),
    ...endEntry(telling),
  ];
  return entries
    .sort((a, b) => a.at.getTime() - b.at.getTime())
    .map(({ at, event, detail }) => ({ at: at.toISOString(), event, detail }));
}

const SENT = {
  email: 'SendGrid took the email.',
  sms: 'Twilio took the text message.',
  in_app: "In the customer's inbox.",
} as const satisfies Record<NotificationRecord['channel'], string>;

const DELIVERED = {
  email: "Delivered to the customer's mail server.",
  sms: "Delivered to the customer's phone.",
  in_app: 'The customer has seen it.',
} as const satisfies Record<NotificationRecord['channel'], string>;

function plannedEntry({ record, background }: Telling): Entry {
  const { createdAt: at, type } = record;
  const { eventTime, timeZones } = background;
  const when = eventTime === null ? '' : ` of ${localTime(timeZones[0], eventTime, at)}`;
  return { at, event: 'planned', detail: `For the order event ${typeWords(type)}${when}.` };
}

/** Of a night that is over. Its row keeps that it waited; why, and until when, follows from its times and the customer's. */
function waitedEntry({ record, background }: Telling): Entry[] {
  const { channel, waited, reason, createdAt: at, attempts, sentAt } = record;
  if (!waited || channel !== 'sms' || reason === 'quiet_hours') return [];
  const until = quietUntil(background.quietHours, background.timeZones, at);
  const goesOnAt = attempts[0]?.at ?? sentAt;
  if (until !== null && (goesOnAt === null || goesOnAt >= until)) {
    return [{ at, event: 'waited', detail: `SMS waited: ${quietWords(background.timeZones, at, until)}.` }];
  }
  // Pauses and retries by hand are told as such.
  return background.deeds.length > 0
    ? []
    : [{ at, event: 'waited', detail: 'SMS had to wait: for the end of quiet time, or for an operator.' }];
}

/** Of what was done by hand. */
function deedEntries({ background, viewer }: Telling): Entry[] {
  return background.deeds.flatMap((deed) => {
    const told = deedEntry(deed, viewer);
    return told === undefined ? [] : [{ at: deed.at, ...told }];
  });
}

function deedEntry({ action, actor, target }: AuditRecord, viewer: Viewer): Omit<Entry, 'at'> | undefined {
  const isStaff = viewer === 'staff';
  switch (action) {
    case 'notification_retried':
      return { event: 'retried', detail: isStaff ? `${actor} had it tried again.` : 'It was tried again.' };
    case 'notification_replayed':
      return {
        event: 'replayed',
        detail: isStaff ? `${actor} replayed it from the dead letters.` : 'It was tried again.',
      };
    case 'delivery_paused':
      return isStaff ? { event: 'paused', detail: `${actor} paused ${scopeWords(target as PauseScope)}.` } : undefined;
    case 'delivery_resumed':
      return isStaff
        ? { event: 'resumed', detail: `${actor} resumed ${scopeWords(target as PauseScope)}.` }
        : undefined;
    case 'event_replayed':
    case 'suppression_lifted':
    case 'customer_erased':
    case 'customer_exported':
    case 'restore_rewound':
    case 'restore_settled':
      return undefined;
  }
}

const ORDINALS = ['', 'First', 'Second', 'Third', 'Fourth', 'Fifth', 'Sixth', 'Seventh', 'Eighth'];

function nameOf(number: number): string {
  const ordinal = ORDINALS[number];
  return ordinal === undefined || ordinal === '' ? `Attempt ${number}` : `${ordinal} attempt`;
}

function attemptEntries(attempt: RecordedAttempt, { record, background, viewer }: Telling): Entry[] {
  const { number, at, outcome, code, unconfirmedCode } = attempt;
  const words = viewer === 'staff' ? attemptWords : attemptMessage;
  const message = unconfirmedCode === null ? words(outcome, code) : words('unconfirmed', unconfirmedCode);
  const time = localTime(background.timeZones[0], at, record.createdAt);
  return [
    { at, event: 'attempt', detail: `${nameOf(number)} at ${time}: ${message}` },
    ...lookUpEntry(attempt),
    ...evidenceEntry(attempt),
  ];
}

/** What was found is told as evidence. */
function lookUpEntry({ number, lookedUpAt, evidence }: RecordedAttempt): Entry[] {
  if (lookedUpAt === null || evidence?.source === 'look_up') return [];
  return [{ at: lookedUpAt, event: 'looked_up', detail: `${nameOf(number)}: The provider does not know the message.` }];
}

const SOURCE_WORDS = {
  webhook: 'reported by the provider',
  look_up: 'found by asking the provider',
} as const satisfies Record<EvidenceSource, string>;

/** Of an attempt whose answer was known, evidence shows in the notification's own times. */
function evidenceEntry({ number, outcome, code, unconfirmedCode, evidence }: RecordedAttempt): Entry[] {
  if (evidence === null || unconfirmedCode === null) return [];
  const words = code === null ? `${evidence.kind}.` : `${evidence.kind}. ${attemptMessage(outcome, code)}`;
  const source = SOURCE_WORDS[evidence.source];
  return [{ at: evidence.at, event: 'evidence', detail: `${nameOf(number)}, ${source}: ${words}` }];
}

/** The customer may have got the message as often as that. */
function duplicateEntry({ attempts }: NotificationRecord): Entry[] {
  const taken = attempts.filter(({ outcome }) => outcome === 'accepted');
  if (taken.length < 2) return [];
  const at = new Date(Math.max(...taken.map(knownSince)));
  const numbers = taken.map(({ number }) => number).join(' and ');
  return [
    {
      at,
      event: 'possible_duplicate',
      detail: `The provider took attempts ${numbers}: the customer may have got the message more than once.`,
    },
  ];
}

function knownSince({ at, durationMs, evidence }: RecordedAttempt): number {
  return Math.max(at.getTime() + durationMs, evidence?.at.getTime() ?? 0);
}

/** Providers count in whole seconds: what a look-up found was taken may seem to have been so before it was sent. */
function notBefore(at: Date | null, earliest: Date | undefined): Date | null {
  return at !== null && earliest !== undefined && at < earliest ? earliest : at;
}

function instant(at: Date | null, event: string, detail: string): Entry[] {
  return at === null ? [] : [{ at, event, detail }];
}

/** A fresh row is due within seconds, which is no wait. Waits that are over leave no row. */
function waitEntry(telling: Telling): Entry[] {
  const { dueAt, reason, attempts } = telling.record;
  if (dueAt === null || (reason === null && attempts.length === 0)) return [];
  const at = latestKnown(telling);
  return [{ at, event: 'waiting', detail: `${waitWords(telling, at, dueAt)}.` }];
}

function waitWords({ record, background, viewer }: Telling, at: Date, dueAt: Date): string {
  const { channel, reason, status } = record;
  const { timeZones, quietHours } = background;
  const { one, provider, address } = CHANNEL_WORDS[channel];
  const time = localTime(timeZones[0], dueAt, at);
  if (reason === 'quiet_hours') {
    const wasQuiet = quietUntil(quietHours, timeZones, at) !== null;
    // Releases are spread over the minute that follows.
    return `${one} waits: ${quietWords(timeZones, wasQuiet ? at : null, wholeMinute(dueAt))}`;
  }
  if (reason === 'paused') return `${one} waits: ${holdWords(record, background, viewer, at)}`;
  if (reason === 'no_recipient') {
    return `${one} waits for the customer's ${address}, which nobody has told us; looked for again at ${time}`;
  }
  return status === 'unconfirmed'
    ? `${one} waits until ${time} for word from ${provider} whether it took the message`
    : `${one} waits for its next attempt at ${time}`;
}

const MINUTE_MS = 60_000;

function wholeMinute(at: Date): Date {
  return new Date(Math.floor(at.getTime() / MINUTE_MS) * MINUTE_MS);
}

/** When it goes on is not for its row to know: somebody resumes, or the provider recovers. */
function holdWords(record: NotificationRecord, { pauses, halt, timeZones }: Background, viewer: Viewer, at: Date) {
  const { channel, type } = record;
  if (viewer === 'customer') return 'sending is paused for the moment';
  const pause = pauseOn(pauses, channel, type);
  if (pause !== undefined) return pauseWords(pause, timeZones[0], at);
  return halt === null ? 'it was held back, and goes on shortly' : haltWords(channel, halt, timeZones[0], at);
}

function endEntry(telling: Telling): Entry[] {
  const { record, background } = telling;
  const { status, reason, channel, type } = record;
  const end = (event: string, beginning: string): Entry[] => {
    const { switchedOff, timeZones, suppressions, readAt: now } = background;
    const subject = { channel, type, timeZone: timeZones[0], now, switchedOff, suppressions };
    const detail = reason === null ? `${beginning}.` : `${beginning}: ${REASON_WORDS[reason](subject)}.`;
    const latest = latestKnown(telling);
    const at = switchedOff !== null && switchedOff.at > latest ? switchedOff.at : latest;
    return [{ at, event, detail }];
  };
  switch (status) {
    case 'failed':
      return end(status, 'Given up');
    case 'suppressed':
    case 'superseded':
    case 'expired':
      return end(status, 'Not sent');
    case 'pending':
    case 'sending':
    case 'unconfirmed':
    case 'sent':
    case 'delivered':
      return [];
  }
}

/** The rows do not keep when a wait began or a notification ended: not before the last thing they do keep. */
function latestKnown({ record, background }: Telling): Date {
  const { createdAt, attempts, sentAt, deliveredAt } = record;
  const ends = attempts.flatMap((attempt) => [knownSince(attempt), attempt.lookedUpAt?.getTime() ?? 0]);
  const deeds = background.deeds.map(({ at }) => at.getTime());
  const known = [createdAt, sentAt, deliveredAt].flatMap((at) => (at === null ? [] : [at.getTime()]));
  return new Date(Math.max(...known, ...ends, ...deeds));
}

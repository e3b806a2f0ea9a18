/** Implements F7. The story of a notification, told from its rows. */
import type { NotificationDocument } from '#contracts';
import type { NotificationRecord } from '#database';
import { attemptMessage } from './attempt-messages.js';

type Entry = Readonly<{ at: Date; event: string; detail: string | null }>;

/** Pure. Oldest first; entries of one moment in the order in which such things happen. */
export function timelineOf(record: NotificationRecord): NotificationDocument['timeline'] {
  const entries: Entry[] = [
    { at: record.createdAt, event: 'planned', detail: null },
    ...record.attempts.map(attemptEntry),
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

function attemptEntry({ number, at, outcome, code }: NotificationRecord['attempts'][number]): Entry {
  return { at, event: 'attempt', detail: `${number}: ${attemptMessage(outcome, code)}` };
}

function instant(at: Date | null, event: string): Entry[] {
  return at === null ? [] : [{ at, event, detail: null }];
}

/** A fresh row is due within seconds, which is no wait. Waits that are over leave no row. */
function waitEntry(record: NotificationRecord): Entry[] {
  const { dueAt, reason, status, attempts } = record;
  if (dueAt === null || (reason === null && attempts.length === 0)) return [];
  const waitsFor = reason ?? (status === 'unconfirmed' ? 'evidence' : 'retry');
  return [{ at: latestKnown(record), event: 'waiting', detail: `${waitsFor} until ${dueAt.toISOString()}` }];
}

function endEntry(record: NotificationRecord): Entry[] {
  const { status, reason } = record;
  switch (status) {
    case 'failed':
    case 'suppressed':
    case 'superseded':
    case 'expired':
      return [{ at: latestKnown(record), event: status, detail: reason }];
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
  const ends = attempts.map(({ at, durationMs }) => at.getTime() + durationMs);
  const known = [createdAt, sentAt, deliveredAt].flatMap((at) => (at === null ? [] : [at.getTime()]));
  return new Date(Math.max(...known, ...ends));
}

/** Implements F7, F9, N6. A notification as a caller sees it. */
import type { NotificationDocument } from '#contracts';
import type { NotificationRecord, RecordedAttempt } from '#database';
import { attemptMessage } from './attempt-messages.js';
import type { Background } from './background.js';
import { timelineOf } from './timeline.js';
import type { Viewer } from './viewer.js';

/** Pure. */
export function documentOf(record: NotificationRecord, background: Background, viewer: Viewer): NotificationDocument {
  const { id, orderId, userId, type, channel, status, reason, createdAt, dueAt, sentAt, deliveredAt, openedAt } =
    record;
  return {
    id,
    orderId,
    userId,
    type,
    channel,
    status,
    reason,
    attempts: record.attempts.map((attempt) => attemptOf(attempt, viewer)),
    timeline: timelineOf(record, background, viewer),
    createdAt: createdAt.toISOString(),
    nextAttemptAt: isoOf(dueAt),
    sentAt: isoOf(sentAt),
    deliveredAt: isoOf(deliveredAt),
    openedAt: isoOf(openedAt),
  };
}

function attemptOf(attempt: RecordedAttempt, viewer: Viewer): NotificationDocument['attempts'][number] {
  const { number, at, durationMs, outcome, code, providerMessageId } = attempt;
  const shown = { number, at: at.toISOString(), durationMs, outcome, message: attemptMessage(outcome, code) };
  return viewer === 'staff' ? { ...shown, code, providerMessageId } : shown;
}

function isoOf(instant: Date | null): string | null {
  return instant?.toISOString() ?? null;
}

/** Implements F7. What upstream is told when a provider's word has moved a notification. */
import { PUBLISHED_STATUSES, type PublishedStatus, encodeDeliveryNews } from '#contracts';
import type { OutboxMessage, ReportResult } from '#database';

/** Under the number of the last attempt, whichever it is that the report is about: the sequence of the news only rises. */
export function newsOfReport({ notification, move, lastAttempt }: ReportResult, now: Date): OutboxMessage[] {
  if (notification === null || move === null || !isPublished(move.status)) return [];
  const { id: notificationId, ...rest } = notification;
  const { status, reason } = move;
  return encodeDeliveryNews({ notificationId, ...rest, status, reason, attempt: lastAttempt }, now);
}

function isPublished(status: string): status is PublishedStatus {
  return Object.hasOwn(PUBLISHED_STATUSES, status);
}

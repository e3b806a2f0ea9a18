/** Implements F7. What upstream is told when a provider's word has moved a notification. */
import { encodeDeliveryNews, isPublished } from '#contracts';
import type { OutboxMessage, ReportResult } from '#database';

/**
 * Under the number of the last attempt, whichever it is that the report is about.
 * @param traceparent where in a trace the report was taken
 */
export function newsOfReport(
  { notification, move, lastAttempt, told }: ReportResult,
  now: Date,
  traceparent?: string,
): OutboxMessage[] {
  if (notification === null || move === null || !isPublished(move.status)) return [];
  const { id: notificationId, ...rest } = notification;
  const { status, reason } = move;
  const event = { notificationId, ...rest, status, reason, attempt: lastAttempt, sequence: told };
  return encodeDeliveryNews(event, now, traceparent);
}

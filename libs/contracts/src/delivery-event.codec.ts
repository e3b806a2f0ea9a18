/** Implements F5, F7, F8. What we publish, as messages. */
import type { Alert } from './alert.schema.js';
import type { Channel } from './channels.js';
import { type IncomingMessage, decodeCloudEvent, encodeCloudEvent } from './cloud-event.codec.js';
import {
  type DeadLetter,
  type DeliveryEventData,
  type InAppLive,
  type Nudge,
  deliveryEventDataSchema,
} from './delivery-event.schema.js';
import { NUDGE_TOPICS, TOPICS, type TopicName } from './topics.js';
import { withTrace } from './traceparent.js';

export interface EncodedMessage {
  readonly topic: TopicName;
  readonly key: string;
  readonly headers: Record<string, string>;
  readonly value: string;
}

const SOURCE = '/order-notifications';

/**
 * `id` names status and attempt, so that a repeat of the same news has the same id.
 * @param traceparent where in a trace the news arose
 */
export function encodeDeliveryEvent(event: DeliveryEventData, at: Date, traceparent?: string): EncodedMessage {
  const { headers, value } = encodeCloudEvent({
    id: `${event.notificationId}:${event.status}:${event.attempt}`,
    source: SOURCE,
    type: `notification.${event.status}`,
    time: at,
    subject: event.notificationId,
    data: event,
  });
  return { topic: TOPICS.deliveryEvents.name, key: event.orderId, headers: withTrace(headers, traceparent), value };
}

/** @throws RejectedEventError for no CloudEvent, ZodError for none of a delivery */
export function decodeDeliveryEvent(message: IncomingMessage): DeliveryEventData & { readonly at: Date } {
  const { time, data } = decodeCloudEvent(message);
  return { ...deliveryEventDataSchema.parse(data), at: time };
}

/** What is told when a notification comes to a published status: the news, and a dead letter when it was given up on. */
export function encodeDeliveryNews(event: DeliveryEventData, at: Date, traceparent?: string): EncodedMessage[] {
  const news = encodeDeliveryEvent(event, at, traceparent);
  const { notificationId, orderId, userId, type, channel, status, reason, attempt: attempts } = event;
  if (status !== 'failed' || reason === null) return [news];
  return [news, encodeDeadLetter({ notificationId, orderId, userId, type, channel, reason, attempts })];
}

export function encodeDeadLetter(letter: DeadLetter): EncodedMessage {
  return { topic: TOPICS.deadLetters.name, key: letter.userId, headers: {}, value: JSON.stringify(letter) };
}

/** `id` names the alert and where it stands, so that a repeat has the same id. */
export function encodeAlertEvent(alert: Alert): EncodedMessage {
  const encoded = encodeCloudEvent({
    id: `${alert.id}:${alert.state}`,
    source: SOURCE,
    type: `alert.${alert.state}`,
    time: new Date(alert.resolvedAt ?? alert.raisedAt),
    subject: alert.id,
    data: alert,
  });
  return { topic: TOPICS.alerts.name, key: alert.name, ...encoded };
}

export function encodeNudge(channel: Channel, userId: string, nudge: Nudge): EncodedMessage {
  return { topic: NUDGE_TOPICS[channel], key: userId, headers: {}, value: JSON.stringify(nudge) };
}

/** Makes every stream replica look at the message again, and so tell its customer's devices. */
export function encodeInAppLive(change: InAppLive): EncodedMessage {
  return { topic: TOPICS.inAppLive.name, key: change.userId, headers: {}, value: JSON.stringify(change) };
}

/**
 * Implements N4, N6. Every topic: its name, what orders its messages, who writes them and what they hold.
 * Names are written here and nowhere else.
 */
import type { Channel } from './channels.js';

interface TopicDefinition {
  /** Without `TOPIC_PREFIX`. */
  readonly name: string;
  readonly key: 'orderId' | 'userId' | 'alert name' | 'as received';
  readonly writer: 'upstream' | 'dispatcher' | 'dispatcher, API' | 'workers, API' | 'in-app worker, API' | 'API';
  readonly content: string;
}

export const TOPICS = {
  orderEvents: {
    name: 'orders.order-events.v1',
    key: 'orderId',
    writer: 'upstream',
    content: 'order events, CloudEvents 1.0, binary or structured mode',
  },
  customerEvents: {
    name: 'customers.customer-events.v1',
    key: 'userId',
    writer: 'upstream',
    content: 'customer.upserted and customer.deleted, CloudEvents 1.0',
  },
  emailNudges: {
    name: 'notifications.email.v1',
    key: 'userId',
    writer: 'dispatcher, API',
    content: 'id of a notification that an email worker may claim',
  },
  smsNudges: {
    name: 'notifications.sms.v1',
    key: 'userId',
    writer: 'dispatcher, API',
    content: 'id of a notification that an SMS worker may claim',
  },
  inAppNudges: {
    name: 'notifications.in-app.v1',
    key: 'userId',
    writer: 'dispatcher, API',
    content: 'id of a notification that an in-app worker may claim',
  },
  inAppLive: {
    name: 'notifications.in-app.live.v1',
    key: 'userId',
    writer: 'in-app worker, API',
    content: 'what changed in an inbox: a message arrived, was read or was archived; read by every stream replica',
  },
  deliveryEvents: {
    name: 'notifications.delivery-events.v1',
    key: 'orderId',
    writer: 'workers, API',
    content: 'what became of a notification, CloudEvents 1.0; at least once, in any order',
  },
  deadLetters: {
    name: 'notifications.dead-letter.v1',
    key: 'userId',
    writer: 'workers, API',
    content: 'a notification given up on',
  },
  rejectedOrderEvents: {
    name: 'orders.order-events.dead-letter.v1',
    key: 'as received',
    writer: 'dispatcher',
    content: 'reference to an order event that could not be used; no value, the reason in headers',
  },
  alerts: {
    name: 'notifications.alerts.v1',
    key: 'alert name',
    writer: 'API',
    content: 'alerts as they are raised and resolved, CloudEvents 1.0; at least once',
  },
} as const satisfies Record<string, TopicDefinition>;

export type TopicKey = keyof typeof TOPICS;
export type TopicName = (typeof TOPICS)[TopicKey]['name'];

/** The topic that nudges the workers of a channel. */
export const NUDGE_TOPICS = {
  email: TOPICS.emailNudges.name,
  sms: TOPICS.smsNudges.name,
  in_app: TOPICS.inAppNudges.name,
} as const satisfies Record<Channel, TopicName>;

/** Headers of a message on the rejected-events topic. */
export const REJECTION_HEADERS = {
  code: 'x-error-code',
  message: 'x-error-message',
  topic: 'x-original-topic',
  partition: 'x-original-partition',
  offset: 'x-original-offset',
  rejectedId: 'x-rejected-id',
} as const;

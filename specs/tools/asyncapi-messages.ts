/** The messages of every topic, in AsyncAPI terms. */
import {
  ALERT_STATES,
  type CustomerEventType,
  CUSTOMER_DATA_SCHEMAS,
  NOTIFICATION_TYPES,
  ORDER_EVENT_TYPES,
  PUBLISHED_STATUSES,
  REJECTION_CODES,
  REJECTION_HEADERS,
  TOPICS,
  TRACEPARENT,
  type TopicKey,
} from '#contracts';
import type { JsonSchema } from './json-schemas.js';

export type Message = Readonly<Record<string, unknown>>;
/** Messages by name. */
export type Messages = Readonly<Record<string, Message>>;

const REQUIRED_ATTRIBUTES = ['specversion', 'id', 'source', 'type', 'time'] as const;

/** Topics with messages that may say where in a trace they arose. */
const TRACED: readonly TopicKey[] = ['orderEvents', 'deliveryEvents'];
const PLACE_IN_TRACE = {
  type: 'string',
  pattern: '^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$',
  description: 'W3C Trace Context: where the message arose.',
};

const orderEvents = NOTIFICATION_TYPES.map((type) => ORDER_EVENT_TYPES[type]);
const customerEvents = Object.keys(CUSTOMER_DATA_SCHEMAS) as CustomerEventType[];
const deliveryEvents = PUBLISHED_STATUSES.map((status) => `notification.${status}`);
const alertEvents = ALERT_STATES.map((state) => `alert.${state}`);

export const MESSAGES = {
  orderEvents: merge(orderEvents.map((type) => bothModes('orderEvents', type, 'data.orderId'))),
  customerEvents: merge(customerEvents.map((type) => bothModes('customerEvents', type, 'data.userId'))),
  emailNudges: plain('emailNudges', 'nudge'),
  smsNudges: plain('smsNudges', 'nudge'),
  inAppNudges: plain('inAppNudges', 'nudge'),
  inAppLive: plain('inAppLive', 'in-app-live'),
  deliveryEvents: merge(
    deliveryEvents.map((type) => ({ [type]: binaryMode('deliveryEvents', type, 'data.orderId', 'delivery-event') })),
  ),
  deadLetters: plain('deadLetters', 'dead-letter'),
  rejectedOrderEvents: { 'order-event.rejected': rejection() },
  alerts: merge(alertEvents.map((type) => ({ [type]: binaryMode('alerts', type, 'data.id', 'alert') }))),
} as const satisfies Record<TopicKey, Messages>;

export function schemaReference(name: string): JsonSchema {
  return { $ref: `#/components/schemas/${name}` };
}

function merge(messages: readonly Messages[]): Messages {
  return Object.assign({}, ...messages) as Messages;
}

function plain(topic: TopicKey, schema: string): Messages {
  const contentType = 'application/json';
  return { [`${topic}.${schema}`]: { contentType, payload: schemaReference(schema), ...keyed(topic) } };
}

function bothModes(topic: TopicKey, type: string, subject: string): Messages {
  return {
    [`${type}.binary`]: binaryMode(topic, type, subject, type),
    [`${type}.structured`]: structuredMode(topic, type, subject, type),
  };
}

function binaryMode(topic: TopicKey, type: string, subject: string, schema: string): Message {
  const headers = Object.entries(attributes(type, subject)).map(([name, value]) => [`ce_${name}`, value] as const);
  return {
    title: `${type}, binary mode`,
    contentType: 'application/json',
    headers: {
      type: 'object',
      required: REQUIRED_ATTRIBUTES.map((name) => `ce_${name}`),
      properties: {
        'content-type': { const: 'application/json' },
        ...Object.fromEntries(headers),
        ...(TRACED.includes(topic) && { [TRACEPARENT]: PLACE_IN_TRACE }),
      },
    },
    payload: schemaReference(schema),
    ...keyed(topic),
  };
}

function structuredMode(topic: TopicKey, type: string, subject: string, schema: string): Message {
  return {
    title: `${type}, structured mode`,
    contentType: 'application/cloudevents+json',
    headers: {
      type: 'object',
      required: ['content-type'],
      properties: {
        'content-type': { const: 'application/cloudevents+json' },
        ...(TRACED.includes(topic) && { [TRACEPARENT]: PLACE_IN_TRACE }),
      },
    },
    payload: {
      type: 'object',
      required: [...REQUIRED_ATTRIBUTES, 'data'],
      properties: {
        ...attributes(type, subject),
        datacontenttype: { const: 'application/json' },
        data: schemaReference(schema),
      },
    },
    ...keyed(topic),
  };
}

function attributes(type: string, subject: string): Record<string, JsonSchema> {
  return {
    specversion: { const: '1.0' },
    id: { type: 'string', minLength: 1, maxLength: 128, description: 'Unique within source.' },
    source: { type: 'string', minLength: 1, maxLength: 256 },
    type: { const: type },
    time: { type: 'string', format: 'date-time' },
    subject: { type: 'string', minLength: 1, maxLength: 128, description: `Equals ${subject}.` },
  };
}

function rejection(): Message {
  const number = { type: 'string', pattern: '^\\d+$' };
  const properties = {
    [REJECTION_HEADERS.code]: { type: 'string', enum: REJECTION_CODES },
    [REJECTION_HEADERS.message]: { type: 'string', description: 'In our words; quotes nothing of the event.' },
    [REJECTION_HEADERS.topic]: { type: 'string' },
    [REJECTION_HEADERS.partition]: number,
    [REJECTION_HEADERS.offset]: number,
    [REJECTION_HEADERS.rejectedId]: {
      type: 'string',
      format: 'uuid',
      description: 'Where the sealed original is kept.',
    },
  };
  return {
    title: 'An order event that could not be used',
    headers: { type: 'object', required: Object.keys(properties), properties },
    payload: { type: 'null', description: 'No value: the original may hold personal data.' },
    ...keyed('rejectedOrderEvents'),
  };
}

function keyed(topic: TopicKey): Message {
  const { key } = TOPICS[topic];
  const type = key === 'as received' ? ['string', 'null'] : 'string';
  return { bindings: { kafka: { key: { type, description: key }, bindingVersion: '0.5.0' } } };
}

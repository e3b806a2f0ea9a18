/** Implements F2, F3, N9. What upstream publishes: whether it will be taken, and how it is written. */
import { CloudEvent, ValidationError } from 'cloudevents';
import { z } from 'zod';
import { encodeCloudEvent, envelopeAttributes } from './cloud-event.codec.js';
import { CUSTOMER_DATA_SCHEMAS, type CustomerEventType } from './customer-event.schema.js';
import { faultWords } from './fault-words.js';
import { text } from './fields.schema.js';
import {
  NOTIFICATION_TYPES,
  type NotificationType,
  ORDER_EVENT_TYPES,
  notificationTypeOf,
} from './notification-types.js';
import { MAX_EVENT_BYTES, ORDER_DATA_SCHEMAS } from './order-event.schema.js';
import { TOPICS } from './topics.js';

interface Attributes {
  /** 1 to 128 characters, unique within `source`. A second event with the same pair is a duplicate and changes nothing. */
  readonly id: string;
  /** Who says so, a URI reference such as `/shop/orders`. */
  readonly source: string;
  /** When it happened; as text, RFC 3339. */
  readonly time: Date | string;
  /** Equals `data.orderId`, or `data.userId` of a customer event. */
  readonly subject?: string | undefined;
  readonly specversion?: '1.0' | undefined;
  readonly datacontenttype?: 'application/json' | undefined;
  /** W3C Trace Context: becomes the header of that name. */
  readonly traceparent?: string | undefined;
}

/** An order event as upstream has it in hand: a CloudEvent in its JSON format. */
export type UpstreamOrderEvent = {
  readonly [T in NotificationType]: Attributes & {
    readonly type: (typeof ORDER_EVENT_TYPES)[T];
    readonly data: z.input<(typeof ORDER_DATA_SCHEMAS)[T]>;
  };
}[NotificationType];

/** The same of a customer event. */
export type UpstreamCustomerEvent = {
  readonly [T in CustomerEventType]: Attributes & {
    readonly type: T;
    readonly data: z.input<(typeof CUSTOMER_DATA_SCHEMAS)[T]>;
  };
}[CustomerEventType];

export type UpstreamEvent = UpstreamOrderEvent | UpstreamCustomerEvent;

/** What is wrong with an event: which field (`data.shipment.carrier`; empty: the whole event), and what it must be. Quotes no value. */
export interface EventFault {
  readonly field: string;
  readonly message: string;
}

/** An event as a Kafka message in binary mode. `topic` is without prefix. */
export interface UpstreamMessage {
  readonly topic: string;
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: string;
}

const TRACEPARENT = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;
const EVENT_TYPES = [...NOTIFICATION_TYPES.map((type) => ORDER_EVENT_TYPES[type]), ...customerEventTypes()];

/** Strict: an attribute that would not be written must not get lost without a word. */
const upstreamAttributes = envelopeAttributes
  .extend({
    specversion: z.literal('1.0').optional(),
    source: text(256).refine(isUriReference, 'must be a URI reference such as "/shop/orders"'),
    type: z.enum(EVENT_TYPES),
    subject: text(128).optional(),
    datacontenttype: z.literal('application/json').optional(),
    traceparent: z.string().regex(TRACEPARENT, 'must be as W3C Trace Context has it').optional(),
    data: z.unknown(),
  })
  .strict();

/**
 * Everything for which the dispatcher would set an event aside, and a little more: attributes that we do not write. Fields of `data` that
 * we do not know are no fault.
 * @returns empty when the event may be published
 */
export function upstreamEventFaults(event: unknown): EventFault[] {
  if (typeof event !== 'object' || event === null || Array.isArray(event)) {
    return [{ field: '', message: 'must be an object' }];
  }
  const declared: Readonly<Record<string, unknown>> = { ...event };
  const attributes = upstreamAttributes.safeParse(
    { ...declared, time: timeText(declared['time']) },
    { error: faultWords },
  );
  return [...faultsOf(attributes.error), ...dataFaults(declared)];
}

/** For an event without faults; whatever else `data` holds is written too. */
export function encodeUpstreamEvent(event: UpstreamEvent): UpstreamMessage {
  const { id, source, time, traceparent } = event;
  // As it will arrive: a Date in it is text by then, and so is the key.
  const { type, data } = { type: event.type, data: JSON.parse(JSON.stringify(event.data)) as unknown } as UpstreamEvent;
  const isOrder = notificationTypeOf(type) !== undefined;
  const topic = isOrder ? TOPICS.orderEvents.name : TOPICS.customerEvents.name;
  const key = isOrder && 'orderId' in data ? data.orderId : data.userId;
  const { headers, value } = encodeCloudEvent({ id, source, type, time: new Date(time), subject: key, data });
  return { topic, key, headers: traceparent === undefined ? headers : { ...headers, traceparent }, value };
}

/** Judged as it would arrive: what JSON leaves out is not there. */
function dataFaults({ type, subject, data }: Readonly<Record<string, unknown>>): EventFault[] {
  const schema = schemaOf(type);
  if (schema === undefined) return [];
  const written = jsonOf(data);
  if (written === undefined) return [{ field: 'data', message: data === undefined ? 'is required' : 'must be JSON' }];
  if (Buffer.byteLength(written) > MAX_EVENT_BYTES) {
    return [{ field: 'data', message: `must be at most ${MAX_EVENT_BYTES} bytes of JSON` }];
  }
  const result = schema.safeParse(JSON.parse(written), { error: faultWords });
  if (!result.success) return faultsOf(result.error, ['data']);
  const [key, about] = 'orderId' in result.data ? ['orderId', result.data.orderId] : ['userId', result.data.userId];
  return typeof subject !== 'string' || subject === about
    ? []
    : [{ field: 'subject', message: `must equal data.${key}` }];
}

function schemaOf(type: unknown) {
  if (typeof type !== 'string') return undefined;
  const orderType = notificationTypeOf(type);
  if (orderType !== undefined) return ORDER_DATA_SCHEMAS[orderType];
  return customerEventTypes().includes(type as CustomerEventType)
    ? CUSTOMER_DATA_SCHEMAS[type as CustomerEventType]
    : undefined;
}

function customerEventTypes(): CustomerEventType[] {
  return Object.keys(CUSTOMER_DATA_SCHEMAS) as CustomerEventType[];
}

function faultsOf(error: z.ZodError | undefined, path: readonly string[] = []): EventFault[] {
  return (error?.issues ?? []).flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((field) => ({ field, message: 'is not an attribute that is published' }))
      : [{ field: [...path, ...issue.path].join('.'), message: issue.message }],
  );
}

function timeText(time: unknown): unknown {
  return time instanceof Date && !Number.isNaN(time.getTime()) ? time.toISOString() : time;
}

function jsonOf(data: unknown): string | undefined {
  try {
    return JSON.stringify(data);
  } catch (error) {
    // A cycle, or a bigint.
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/** As the CloudEvents library sees it, which writes no event with another source. */
function isUriReference(source: string): boolean {
  try {
    return new CloudEvent({ id: 'any', type: 'any', source }).validate();
  } catch (error) {
    if (error instanceof ValidationError) return false;
    throw error;
  }
}

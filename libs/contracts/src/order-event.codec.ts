/** Implements F2, N9. From a Kafka message to a valid order or customer event, or to a rejection that says why. */
import {
  type Envelope,
  type IncomingMessage,
  decodeCloudEvent,
  describeIssues,
  encodeCloudEvent,
} from './cloud-event.codec.js';
import { CUSTOMER_DATA_SCHEMAS, type CustomerEvent, type CustomerEventType } from './customer-event.schema.js';
import { faultWords } from './fault-words.js';
import { type NotificationType, ORDER_EVENT_TYPES, notificationTypeOf } from './notification-types.js';
import { ORDER_DATA_SCHEMAS, type OrderData, type OrderEvent } from './order-event.schema.js';
import { RejectedEventError } from './rejected-event.error.js';
import { withTrace } from './traceparent.js';

/**
 * @returns the event, or undefined for a type that nobody is told about (`order.archived`).
 * @throws RejectedEventError
 */
export function decodeOrderEvent(message: IncomingMessage): OrderEvent | undefined {
  return orderEventOf(decodeCloudEvent(message));
}

function orderEventOf(envelope: Envelope): OrderEvent | undefined {
  const type = notificationTypeOf(envelope.type);
  if (type === undefined) {
    if (envelope.type.startsWith('order.')) return undefined;
    throw new RejectedEventError('invalid_envelope', 'Attribute type: is not an order event.');
  }
  const data = parseOrderData(type, envelope.data);
  if (envelope.subject !== undefined && envelope.subject !== data.orderId) {
    throw new RejectedEventError('subject_mismatch', 'Attribute subject: differs from data.orderId.');
  }
  const { id, source, time, traceparent } = envelope;
  return { id, source, type, time, data, ...(traceparent !== undefined && { traceparent }) };
}

function parseOrderData<T extends NotificationType>(type: T, data: unknown): OrderData<T> {
  const result = ORDER_DATA_SCHEMAS[type].safeParse(data, { error: faultWords });
  if (!result.success) throw new RejectedEventError('invalid_data', describeIssues(result.error, 'Field'));
  return result.data as OrderData<T>;
}

/**
 * @returns the event, or undefined for another `customer.*` type.
 * @throws RejectedEventError
 */
export function decodeCustomerEvent(message: IncomingMessage): CustomerEvent | undefined {
  const envelope = decodeCloudEvent(message);
  if (!Object.hasOwn(CUSTOMER_DATA_SCHEMAS, envelope.type)) {
    if (envelope.type.startsWith('customer.')) return undefined;
    throw new RejectedEventError('invalid_envelope', 'Attribute type: is not a customer event.');
  }
  const type = envelope.type as CustomerEventType;
  const result = CUSTOMER_DATA_SCHEMAS[type].safeParse(envelope.data, { error: faultWords });
  if (!result.success) throw new RejectedEventError('invalid_data', describeIssues(result.error, 'Field'));
  return { id: envelope.id, type, time: envelope.time, data: result.data };
}

/** What upstream sends: binary mode, key = orderId. */
export function encodeOrderEvent(event: OrderEvent): { key: string; headers: Record<string, string>; value: string } {
  const { id, source, time, traceparent, data } = event;
  const type = ORDER_EVENT_TYPES[event.type];
  const { headers, value } = encodeCloudEvent({ id, source, time, type, subject: data.orderId, data });
  return { key: data.orderId, headers: withTrace(headers, traceparent), value };
}

/** What upstream sends: binary mode, key = userId. */
export function encodeCustomerEvent(event: CustomerEvent & { source: string }): {
  key: string;
  headers: Record<string, string>;
  value: string;
} {
  const { id, source, time, type, data } = event;
  return { key: data.userId, ...encodeCloudEvent({ id, source, time, type, subject: data.userId, data }) };
}

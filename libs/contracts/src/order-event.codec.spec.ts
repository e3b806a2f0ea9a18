import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { IncomingMessage } from './cloud-event.codec.js';
import type { CustomerEvent } from './customer-event.schema.js';
import { CUSTOMER_DATA_EXAMPLES, ORDER_DATA_EXAMPLES } from './event.examples.js';
import { NOTIFICATION_TYPES, type NotificationType, ORDER_EVENT_TYPES } from './notification-types.js';
import { decodeCustomerEvent, decodeOrderEvent, encodeCustomerEvent, encodeOrderEvent } from './order-event.codec.js';
import type { OrderEvent } from './order-event.schema.js';
import { RejectedEventError } from './rejected-event.error.js';

const time = new Date('2026-11-25T14:05:00Z');

/** Structured mode, so that attributes can be given that the encoder would refuse. */
function message(type: string, data: unknown, attributes: Record<string, unknown> = {}): IncomingMessage {
  const event = { specversion: '1.0', id: 'event-1', source: '/orders', type, time, data, ...attributes };
  const headers = { 'content-type': 'application/cloudevents+json' };
  return { key: null, value: Buffer.from(JSON.stringify(event)), headers };
}

const orderMessage = (type: NotificationType, data: unknown) => message(ORDER_EVENT_TYPES[type], data);

function encoded({ key, headers, value }: ReturnType<typeof encodeOrderEvent>): IncomingMessage {
  return { key: Buffer.from(key), headers, value: Buffer.from(value) };
}

function rejectionOf(decode: () => unknown): RejectedEventError {
  try {
    decode();
  } catch (error) {
    if (error instanceof RejectedEventError) return error;
    throw error;
  }
  throw new Error('The message was accepted.');
}

/** A copy with the field at `path` (`shipment.carrier`) changed; `undefined` leaves it out. */
function withField(data: object, path: string, value: unknown): unknown {
  const copy = structuredClone(data) as Record<string, unknown>;
  const names = path.split('.');
  const last = names.pop() ?? '';
  const parent = names.reduce((object, name) => object[name] as Record<string, unknown>, copy);
  parent[last] = value;
  return copy;
}

const REQUIRED_FIELDS = {
  order_confirmed: ['items', 'total', 'currency'],
  payment_processed: ['payment', 'payment.amount', 'currency'],
  order_shipped: ['shipment', 'shipment.carrier', 'shipment.trackingNumber'],
  out_for_delivery: ['shipment'],
  delivered: ['shipment'],
  delivery_failed: ['failure', 'failure.reason'],
  refund_initiated: ['refund', 'refund.amount', 'currency'],
  refund_completed: ['refund', 'refund.amount', 'currency'],
} as const satisfies Record<NotificationType, readonly string[]>;

describe.each(NOTIFICATION_TYPES)('%s', (type) => {
  const data = ORDER_DATA_EXAMPLES[type];

  it('is read, in both modes', () => {
    const event: OrderEvent = { id: 'event-1', source: '/orders', type, time, data };
    expect(decodeOrderEvent(orderMessage(type, data))).toEqual(event);
    expect(decodeOrderEvent(encoded(encodeOrderEvent(event)))).toEqual(event);
  });

  it.each(['orderId', 'orderNumber', 'userId', ...REQUIRED_FIELDS[type]])('needs %s', (field) => {
    for (const absent of [undefined, null]) {
      const rejection = rejectionOf(() => decodeOrderEvent(orderMessage(type, withField(data, field, absent))));
      expect(rejection.code).toBe('invalid_data');
      expect(rejection.message).toContain(`Field ${field}: `);
    }
  });

  it('needs nothing else', () => {
    const { orderId, orderNumber, userId } = data;
    const fields: readonly string[] = REQUIRED_FIELDS[type];
    const required = Object.entries(data).filter(([name]) => fields.includes(name));
    const minimal = { orderId, orderNumber, userId, ...Object.fromEntries(required) };
    expect(decodeOrderEvent(orderMessage(type, minimal))?.data).toEqual(minimal);
  });
});

describe('order events', () => {
  const data = ORDER_DATA_EXAMPLES.order_shipped;
  const decodeShipped = (changed: unknown) => decodeOrderEvent(orderMessage('order_shipped', changed));

  it('of a type that nobody is told about are ignored', () => {
    for (const type of ['order.archived', 'order.', 'order.constructor', 'order.__proto__', 'order.Confirmed']) {
      expect(decodeOrderEvent(message(type, { any: 'thing' }))).toBeUndefined();
    }
  });

  it('of a foreign type are rejected', () => {
    for (const type of ['constructor', '__proto__', 'toString', 'customer.deleted', 'order', 'order_confirmed']) {
      expect(rejectionOf(() => decodeOrderEvent(message(type, data))).code).toBe('invalid_envelope');
    }
  });

  it('need a subject that is the order, if they have one', () => {
    const withSubject = (subject: string) => message('order.shipped', data, { subject });
    expect(decodeOrderEvent(withSubject(data.orderId))?.data).toEqual(data);
    expect(rejectionOf(() => decodeOrderEvent(withSubject('another'))).code).toBe('subject_mismatch');
  });

  it('lose unknown fields, however they are named', () => {
    const json = JSON.stringify({ ...data, giftWrap: true, constructor: 'x', toString: 'x', shipment: data.shipment });
    const polluted = JSON.parse(json.replace('{', '{"__proto__":{"polluted":true},')) as unknown;
    const event = decodeShipped(polluted);
    expect(event?.data).toEqual(data);
    expect(Object.keys(event?.data ?? {})).not.toContain('__proto__');
    expect(event?.data).not.toHaveProperty('polluted');
    expect({}).not.toHaveProperty('polluted');
  });

  it('do not find required fields in a prototype', () => {
    const json = JSON.stringify({ ...data, orderId: undefined }).replace('{', '{"__proto__":{"orderId":"o"},');
    expect(rejectionOf(() => decodeShipped(JSON.parse(json))).code).toBe('invalid_data');
  });

  it('get their addresses on one line', () => {
    const event = decodeShipped(withField(data, 'shipment.trackingUrl', ' https://example.com/a\nb\t '));
    expect(event?.data.shipment?.trackingUrl).toBe('https://example.com/ab');
  });

  it('may name contact fields as null', () => {
    const recipient = { email: null, phone: null, name: null, language: null, timeZone: null };
    expect(decodeShipped({ ...data, recipient })?.data.recipient).toEqual(recipient);
  });

  it.each([undefined, null, 'text', 7, [], [ORDER_DATA_EXAMPLES.order_shipped]])('reject %j as data', (changed) => {
    expect(rejectionOf(() => decodeShipped(changed)).code).toBe('invalid_data');
  });

  it.each<[string, string, unknown]>([
    ['NUL', 'orderNumber', 'A\0'],
    ['NUL in nested text', 'shipment.carrier', 'U\0S'],
    ['an unpaired surrogate', 'orderNumber', 'A\ud800'],
    ['an empty id', 'orderId', ''],
    ['an id that is too long', 'userId', 'x'.repeat(129)],
    ['an id that is a number', 'orderId', 7],
    ['a version that is a fraction', 'orderVersion', 1.5],
    ['a version beyond exact numbers', 'orderVersion', 2 ** 53],
    ['an amount with a sign', 'total', '-1.00'],
    ['an amount that is a number', 'total', 129.9],
    ['an amount with thousands', 'total', '1,299.00'],
    ['a currency in lower case', 'currency', 'usd'],
    ['no items', 'items', []],
    ['half an item', 'items', [{ name: 'Shoe', quantity: 0.5, unitPrice: '1' }]],
    ['a script address', 'shipment.trackingUrl', 'javascript:alert(1)'],
    ['a relative address', 'shipment.trackingUrl', '/track'],
    ['an address with an unpaired surrogate', 'shipment.trackingUrl', 'https://example.com/\ud800'],
    ['an address with a space', 'shipment.trackingUrl', 'https://example.com/a b'],
    ['an address with NUL', 'shipment.trackingUrl', 'https://example.com/\0'],
    ['an address without host', 'shipment.trackingUrl', 'https://'],
    ['an address that is too long', 'shipment.trackingUrl', `https://example.com/${'x'.repeat(2048)}`],
    ['a day that does not exist', 'shipment.estimatedDelivery', '2026-02-29'],
    ['a date with time', 'shipment.estimatedDelivery', '2026-11-25T00:00:00Z'],
    ['an instant without zone', 'shipment.deliveredAt', '2026-11-25T14:05:00'],
  ])('reject %s', (_, path, value) => {
    const rejection = rejectionOf(() => decodeShipped(withField(data, path, value)));
    expect(rejection.code).toBe('invalid_data');
    expect(rejection.message).toContain(`Field ${path}`);
  });

  it('are rejected in our words, without any value', () => {
    const secret = 'ana@example.com';
    const all = {
      recipient: { email: [secret], phone: { [secret]: 1 } },
      items: secret,
      total: secret,
      currency: secret,
    };
    const { message: words, cause } = rejectionOf(() =>
      decodeShipped({ ...data, ...all, shipment: { id: 7, trackingUrl: secret } }),
    );
    expect(words).not.toContain('ana');
    expect(cause).toBeUndefined();
  });

  it('decode to what was encoded', () => {
    const id = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }).filter((text) => !text.includes('\0'));
    const anyEvent = fc.record({
      id,
      source: fc.constant('/orders'),
      type: fc.constantFrom(...NOTIFICATION_TYPES),
      time: fc.date({ min: new Date('2000-01-01'), max: new Date('2999-01-01'), noInvalidDate: true }),
      ids: fc.record({ orderId: id, userId: id, orderNumber: id }),
    });
    fc.assert(
      fc.property(anyEvent, ({ ids, type, ...rest }) => {
        const event: OrderEvent = { ...rest, type, data: { ...ORDER_DATA_EXAMPLES[type], ...ids } };
        const result = encodeOrderEvent(event);
        expect(result.key).toBe(ids.orderId);
        expect(decodeOrderEvent(encoded(result))).toEqual(event);
      }),
    );
  });
});

describe('customer events', () => {
  const userId = 'user-1';
  const upserted: CustomerEvent = {
    type: 'customer.upserted',
    id: 'event-1',
    time,
    data: CUSTOMER_DATA_EXAMPLES['customer.upserted'],
  };
  const deleted: CustomerEvent = { type: 'customer.deleted', id: 'event-2', time, data: { userId } };

  it.each([upserted, deleted])('decode to what was encoded: $type', (event) => {
    const result = encodeCustomerEvent({ ...event, source: '/customers' });
    expect(result.key).toBe(event.data.userId);
    expect(decodeCustomerEvent(encoded(result))).toEqual(event);
  });

  it('tell absent from null', () => {
    const event = decodeCustomerEvent(message('customer.upserted', { userId, email: null }));
    expect(event?.data).toEqual({ userId, email: null });
    expect(event?.data).not.toHaveProperty('phone');
  });

  it('of another customer type are ignored, of a foreign type rejected', () => {
    for (const type of ['customer.merged', 'customer.__proto__', 'customer.']) {
      expect(decodeCustomerEvent(message(type, {}))).toBeUndefined();
    }
    for (const type of ['constructor', '__proto__', 'hasOwnProperty', 'order.confirmed']) {
      expect(rejectionOf(() => decodeCustomerEvent(message(type, { userId }))).code).toBe('invalid_envelope');
    }
  });

  it.each([
    ['no userId', {}],
    ['consent for another channel', { userId, consents: [{ ...upsertedConsent(), channel: 'email' }] }],
    ['consent without its time', { userId, consents: [{ ...upsertedConsent(), at: undefined }] }],
    ['NUL', { userId, name: 'A\0' }],
  ])('are rejected with %s', (_, data) => {
    expect(rejectionOf(() => decodeCustomerEvent(message('customer.upserted', data))).code).toBe('invalid_data');
  });
});

function upsertedConsent() {
  return CUSTOMER_DATA_EXAMPLES['customer.upserted'].consents[0];
}

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CUSTOMER_DATA_EXAMPLES, ORDER_DATA_EXAMPLES } from './event.examples.js';
import { NOTIFICATION_TYPES, ORDER_EVENT_TYPES } from './notification-types.js';
import { decodeCustomerEvent, decodeOrderEvent } from './order-event.codec.js';
import { MAX_EVENT_BYTES } from './order-event.schema.js';
import { RejectedEventError } from './rejected-event.error.js';
import { TOPICS } from './topics.js';
import { type UpstreamEvent, encodeUpstreamEvent, upstreamEventFaults } from './upstream-event.js';

const data = ORDER_DATA_EXAMPLES.order_shipped;
const shipped = { id: 'e-1', source: '/shop/orders', type: 'order.shipped', time: '2026-11-25T14:05:00Z', data };
const faultsWith = (changes: object) => upstreamEventFaults({ ...shipped, ...changes });

/** Taken, set aside, or skipped as of a type that nobody is told about. */
function fateOf(event: UpstreamEvent): 'taken' | 'rejected' | 'skipped' {
  const { topic, headers, key, value } = encodeUpstreamEvent(event);
  const message = { key: Buffer.from(key), headers, value: Buffer.from(value) };
  try {
    const decoded = topic === TOPICS.orderEvents.name ? decodeOrderEvent(message) : decodeCustomerEvent(message);
    return decoded === undefined ? 'skipped' : 'taken';
  } catch (error) {
    if (error instanceof RejectedEventError) return 'rejected';
    throw error;
  }
}

describe('events of upstream', () => {
  it.each(NOTIFICATION_TYPES)('have no fault as the contract shows them: %s', (type) => {
    const event = { ...shipped, type: ORDER_EVENT_TYPES[type], data: ORDER_DATA_EXAMPLES[type] };
    expect(upstreamEventFaults(event)).toEqual([]);
    const optional = { specversion: '1.0', subject: data.orderId, datacontenttype: 'application/json' };
    expect(upstreamEventFaults({ ...event, ...optional, time: new Date() })).toEqual([]);
  });

  it.each<[string, object, string, string]>([
    ['no id', { id: undefined }, 'id', 'is required'],
    ['no time', { time: undefined }, 'time', 'is required'],
    ['a time without zone', { time: '2026-11-25T14:05:00' }, 'time', 'must be a time such as "2026-11-25T14:05:00Z"'],
    ['a date that is none', { time: new Date(NaN) }, 'time', 'must be a string'],
    ['a source that is no address', { source: 'the shop' }, 'source', 'must be a URI reference such as "/shop/orders"'],
    ['another version', { specversion: '0.3' }, 'specversion', 'must be "1.0"'],
    ['another format', { datacontenttype: 'text/xml' }, 'datacontenttype', 'must be "application/json"'],
    ['another subject', { subject: 'order-2' }, 'subject', 'must equal data.orderId'],
    ['a trace of its own making', { traceparent: '1' }, 'traceparent', 'must be as W3C Trace Context has it'],
    ['an attribute that is not written', { dataschema: '/v1' }, 'dataschema', 'is not an attribute that is published'],
    ['no data', { data: undefined }, 'data', 'is required'],
    ['data that JSON has no form for', { data: { ...data, big: 1n } }, 'data', 'must be JSON'],
    ['a missing field', { data: { ...data, userId: undefined } }, 'data.userId', 'is required'],
    [
      'a Date in data',
      { data: { ...data, total: new Date(0) } },
      'data.total',
      'must be a decimal amount such as "129.90"',
    ],
    [
      'too much data',
      { data: { ...data, x: 'x'.repeat(MAX_EVENT_BYTES) } },
      'data',
      `must be at most ${MAX_EVENT_BYTES} bytes of JSON`,
    ],
  ])('are refused with %s, which is named', (_, changes, field, message) => {
    expect(faultsWith(changes)).toEqual([{ field, message }]);
  });

  it('are refused with all their faults together, fields of lists by position', () => {
    const items = [
      { name: 'Shoe', quantity: 1, unitPrice: '1' },
      { name: '', quantity: 1, unitPrice: '1' },
    ];
    expect(faultsWith({ id: '', data: { ...data, items, recipient: { email: 7 } } })).toEqual([
      { field: 'id', message: 'must not be empty' },
      { field: 'data.items.1.name', message: 'must not be empty' },
      { field: 'data.recipient.email', message: 'must be a string' },
    ]);
  });

  it.each(['order.archived', 'order_shipped', 'constructor', '__proto__', ''])('are refused of type "%s"', (type) => {
    expect(faultsWith({ type })).toMatchObject([
      { field: 'type', message: expect.stringMatching(/^must be one of "order\.confirmed", /) },
    ]);
  });

  it.each([null, undefined, 'text', 7, []])('are refused when they are %j', (event) => {
    expect(upstreamEventFaults(event)).toEqual([{ field: '', message: 'must be an object' }]);
  });

  it('may hold fields that we do not know', () => {
    const event = { ...shipped, data: { ...data, giftWrap: true } };
    expect(upstreamEventFaults(event)).toEqual([]);
    expect(JSON.parse(encodeUpstreamEvent(event as unknown as UpstreamEvent).value)).toEqual(event.data);
  });

  it('about a customer go to the topic of customers, also with an order in them', () => {
    const upserted = { ...CUSTOMER_DATA_EXAMPLES['customer.upserted'], orderId: 'order-1' };
    const event = { ...shipped, type: 'customer.upserted', data: upserted };
    expect(upstreamEventFaults(event)).toEqual([]);
    const { topic, key } = encodeUpstreamEvent(event as unknown as UpstreamEvent);
    expect({ topic, key }).toEqual({ topic: TOPICS.customerEvents.name, key: upserted.userId });
  });

  it('are taken by the dispatcher whenever they have no fault, however strange', () => {
    const strange = fc.oneof(
      { weight: 6, arbitrary: fc.constant(undefined) },
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.webUrl(),
      fc.date({ noInvalidDate: false }),
      fc.jsonValue(),
      fc.anything(),
    );
    const keep = fc.boolean();
    const changes = fc.record({
      id: strange,
      source: strange,
      time: strange,
      subject: strange,
      traceparent: strange,
      keep,
    });
    const dataChanges = fc.record({
      orderId: strange,
      userId: strange,
      orderNumber: strange,
      total: strange,
      shipment: strange,
      keep,
    });
    const type = fc.constantFrom(...Object.values(ORDER_EVENT_TYPES), 'customer.upserted', 'customer.deleted');
    let withoutFault = 0;
    fc.assert(
      fc.property(
        type,
        changes,
        dataChanges,
        (eventType, { keep: keepsEvent, ...event }, { keep: keepsData, ...ofData }) => {
          const order = { ...ORDER_DATA_EXAMPLES.order_confirmed, ...ORDER_DATA_EXAMPLES.refund_completed, ...data };
          const whole = {
            ...shipped,
            type: eventType,
            ...(keepsEvent ? {} : present(event)),
            data: {
              ...order,
              payment: { amount: '1' },
              failure: { reason: 'x' },
              ...(keepsData ? {} : present(ofData)),
            },
          };
          if (upstreamEventFaults(whole).length > 0) return;
          withoutFault += 1;
          expect(fateOf(whole as unknown as UpstreamEvent)).toBe('taken');
        },
      ),
      { numRuns: 300 },
    );
    expect(withoutFault).toBeGreaterThan(30);
  });
});

function present(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { ORDER_DATA_EXAMPLES } from '#contracts';
import { ApiFixture } from './api.fixture.js';
import { type Faults, REQUEST_ID, invalid, invalidJson, problem, unsupportedMediaType } from './problem-documents.js';

const PATH = '/api/v2/notifications';
const UNKNOWN_TYPE = 'must be an order event such as "order.shipped"';
const AMOUNT = 'must be a decimal amount such as "129.90"';
const CURRENCY = 'must be an ISO 4217 code such as "USD"';
const DATE = 'must be a date such as "2026-11-25"';
const TIME = 'must be a time such as "2026-11-25T14:05:00Z"';
const WEB_ADDRESS = 'must be an http(s) address';

describe('bad input in a trigger', () => {
  let api: ApiFixture;
  beforeAll(async () => {
    api = await ApiFixture.start();
  }, 30_000);
  afterAll(() => api.stop());

  const post = async (body: string, headers: Readonly<Record<string, string>> = {}) =>
    api.call('POST', PATH, {
      token: await api.token('order-service', 'notifications:service'),
      headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID(), ...REQUEST_ID, ...headers },
      body,
    });

  const nothingHappened = async () => {
    for (const table of ['order_event', 'notification_log', 'idempotency_key']) {
      expect(await api.database.query(`SELECT 1 FROM ${table}`)).toEqual([]);
    }
  };

  async function expectRefusal(json: unknown, faults: Faults): Promise<void> {
    const { status, body } = await post(JSON.stringify(json));
    expect(status).toBe(422);
    expect(body).toEqual(invalid(faults));
    await nothingHappened();
  }

  describe('as a whole', () => {
    it.each<[string, unknown, Faults]>([
      ['a list', [], { '': 'must be an object' }],
      ['null', null, { '': 'must be an object' }],
      ['no type', { data: {} }, { type: UNKNOWN_TYPE }],
      ['an unknown type', { type: 'order.lost', data: {} }, { type: UNKNOWN_TYPE }],
      ['no data', { type: 'order.shipped' }, { data: 'is required' }],
      ['data that are a list', { type: 'order.shipped', data: [] }, { data: 'must be an object' }],
      [
        'an unknown field',
        { type: 'order.shipped', data: ORDER_DATA_EXAMPLES.order_shipped, priority: 'high' },
        { priority: 'is not a field we know' },
      ],
    ])('%s', (_, json, faults) => expectRefusal(json, faults));
  });

  describe('without what its type needs', () => {
    it.each<[keyof typeof ORDER_DATA_EXAMPLES, readonly string[]]>([
      ['order_confirmed', ['orderId', 'orderNumber', 'userId', 'currency', 'total', 'items']],
      ['payment_processed', ['orderId', 'orderNumber', 'userId', 'currency', 'payment']],
      ['order_shipped', ['orderId', 'orderNumber', 'userId', 'shipment']],
      ['out_for_delivery', ['orderId', 'orderNumber', 'userId', 'shipment']],
      ['delivered', ['orderId', 'orderNumber', 'userId', 'shipment']],
      ['delivery_failed', ['orderId', 'orderNumber', 'userId', 'failure']],
      ['refund_initiated', ['orderId', 'orderNumber', 'userId', 'currency', 'refund']],
      ['refund_completed', ['orderId', 'orderNumber', 'userId', 'currency', 'refund']],
    ])('%s', (type, fields) =>
      expectRefusal({ type, data: {} }, Object.fromEntries(fields.map((field) => [`data.${field}`, 'is required']))),
    );
  });

  describe('in its data', () => {
    const item = { name: 'Trail shoe', quantity: 1, unitPrice: '129.90' };

    it.each<[string, object, Faults]>([
      ['an empty id', { orderId: '' }, { orderId: 'must not be empty' }],
      ['an id too long', { userId: 'x'.repeat(129) }, { userId: 'must have at most 128 characters' }],
      ['an id that is a number', { orderId: 7 }, { orderId: 'must be a string' }],
      ['an id with NUL', { orderId: 'a\u0000b' }, { orderId: 'must not contain NUL' }],
      ['half a character', { orderNumber: 'A-\ud83d' }, { orderNumber: 'must not contain unpaired surrogates' }],
      ['an order number too long', { orderNumber: 'x'.repeat(65) }, { orderNumber: 'must have at most 64 characters' }],
      ['a version below zero', { orderVersion: -1 }, { orderVersion: 'must be at least 0' }],
      ['a part of a version', { orderVersion: 1.5 }, { orderVersion: 'must be a whole number' }],
      ['a version that is text', { orderVersion: '4' }, { orderVersion: 'must be a number' }],
      ['an unknown currency', { currency: 'usd' }, { currency: CURRENCY }],
      ['a total that is a number', { total: 129.9 }, { total: 'must be a string' }],
      ['a total with a sign', { total: '-1.00' }, { total: AMOUNT }],
      ['a total in words', { total: '1,299.00' }, { total: AMOUNT }],
      ['no items', { items: [] }, { items: 'must not be empty' }],
      ['too many items', { items: Array(501).fill(item) }, { items: 'must have at most 500 items' }],
      [
        'an empty item',
        { items: [item, {}] },
        { 'items.1.name': 'is required', 'items.1.quantity': 'is required', 'items.1.unitPrice': 'is required' },
      ],
      [
        'an item too many times, and too few',
        {
          items: [
            { ...item, quantity: 1_000_001 },
            { ...item, quantity: 0 },
          ],
        },
        { 'items.0.quantity': 'must be at most 1000000', 'items.1.quantity': 'must be at least 1' },
      ],
      [
        'an item with a long name and no price',
        { items: [{ ...item, name: 'x'.repeat(301), unitPrice: '' }] },
        { 'items.0.name': 'must have at most 300 characters', 'items.0.unitPrice': AMOUNT },
      ],
      ['a recipient that is an address', { recipient: 'ana@example.com' }, { recipient: 'must be an object' }],
      [
        'contact data that are too long',
        {
          recipient: {
            email: 'x'.repeat(255),
            phone: '1'.repeat(33),
            name: 'x'.repeat(201),
            language: 'x'.repeat(36),
            timeZone: 'x'.repeat(65),
          },
        },
        {
          'recipient.email': 'must have at most 254 characters',
          'recipient.phone': 'must have at most 32 characters',
          'recipient.name': 'must have at most 200 characters',
          'recipient.language': 'must have at most 35 characters',
          'recipient.timeZone': 'must have at most 64 characters',
        },
      ],
      [
        'a shipment of nobody',
        { shipment: {} },
        { 'shipment.carrier': 'is required', 'shipment.trackingNumber': 'is required' },
      ],
      [
        'a shipment out of bounds',
        {
          shipment: {
            id: 'x'.repeat(129),
            packageNumber: 0,
            packageCount: 10_001,
            carrier: 'x'.repeat(101),
            trackingNumber: 'x'.repeat(101),
          },
        },
        {
          'shipment.id': 'must have at most 128 characters',
          'shipment.packageNumber': 'must be at least 1',
          'shipment.packageCount': 'must be at most 10000',
          'shipment.carrier': 'must have at most 100 characters',
          'shipment.trackingNumber': 'must have at most 100 characters',
        },
      ],
      [
        'days and times that are none',
        {
          shipment: {
            ...ORDER_DATA_EXAMPLES.order_shipped.shipment,
            estimatedDelivery: '2026-02-30',
            deliveredAt: '2026-11-25 14:05',
          },
        },
        { 'shipment.estimatedDelivery': DATE, 'shipment.deliveredAt': TIME },
      ],
      ...['javascript:alert(1)', '//ups.com/1', 'ups', 'https://ups.com/ 1'].map(
        (trackingUrl): [string, object, Faults] => [
          `the link ${trackingUrl}`,
          { shipment: { ...ORDER_DATA_EXAMPLES.order_shipped.shipment, trackingUrl } },
          { 'shipment.trackingUrl': WEB_ADDRESS },
        ],
      ),
      [
        'a link too long',
        {
          shipment: {
            ...ORDER_DATA_EXAMPLES.order_shipped.shipment,
            trackingUrl: `https://ups.com/${'x'.repeat(2048)}`,
          },
        },
        { 'shipment.trackingUrl': 'must have at most 2048 characters' },
      ],
      [
        'a payment of no amount',
        { payment: { method: 'x'.repeat(101) } },
        { 'payment.amount': 'is required', 'payment.method': 'must have at most 100 characters' },
      ],
      [
        'a refund without sense',
        { refund: { id: '', amount: '1.23456', reason: 'x'.repeat(301), expectedBy: 'soon' } },
        {
          'refund.id': 'must not be empty',
          'refund.amount': AMOUNT,
          'refund.reason': 'must have at most 300 characters',
          'refund.expectedBy': DATE,
        },
      ],
      [
        'a failure without reason',
        { failure: { nextAttempt: '2026-11-25T14:05:00Z' } },
        { 'failure.reason': 'is required', 'failure.nextAttempt': DATE },
      ],
    ])('%s', (_, data, faults) =>
      expectRefusal(
        { type: 'order.shipped', data: { ...ORDER_DATA_EXAMPLES.order_shipped, ...data } },
        Object.fromEntries(Object.entries(faults).map(([field, message]) => [`data.${field}`, message])),
      ),
    );
  });

  describe('as a message', () => {
    it.each<[string, string, Readonly<Record<string, string>>, object]>([
      ['no body', '', {}, invalid({ '': 'is missing' })],
      ['no JSON', '{', {}, invalidJson],
      [
        'a field that is named twice',
        '{"type":"order.shipped","data":{"orderId":"a","orderId":"b"}}',
        {},
        problem(400, 'duplicate_key', 'An object in the body names a field twice', {
          errors: [{ field: 'data.orderId', message: 'is named twice' }],
        }),
      ],
      [
        'a form',
        'type=order.shipped',
        { 'content-type': 'application/x-www-form-urlencoded' },
        unsupportedMediaType('Read here: application/json'),
      ],
    ])('%s', async (_, body, headers, expected) => {
      expect((await post(body, headers)).body).toEqual(expected);
      await nothingHappened();
    });

    it.each(['', 'x'.repeat(129)])('under the key %j', async (key) => {
      const json = { type: 'order.shipped', data: ORDER_DATA_EXAMPLES.order_shipped };
      const { body } = await post(JSON.stringify(json), { 'idempotency-key': key });
      expect(body).toEqual(
        problem(400, 'idempotency_key_required', 'The header Idempotency-Key is required', {
          detail: 'The header Idempotency-Key is required, with 1 to 128 characters',
        }),
      );
      await nothingHappened();
    });

    it('under the key of another request', async () => {
      const headers = { 'idempotency-key': randomUUID() };
      const data = { ...ORDER_DATA_EXAMPLES.order_shipped, orderId: randomUUID() };
      expect((await post(JSON.stringify({ type: 'order.shipped', data }), headers)).status).toBe(202);
      const { body } = await post(JSON.stringify({ type: 'order.delivered', data }), headers);
      expect(body).toEqual(problem(422, 'idempotency_key_reused', 'The idempotency key was used for another request'));
    });
  });
});

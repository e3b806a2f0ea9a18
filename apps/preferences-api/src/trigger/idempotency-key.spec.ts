import { describe, expect, it } from '@jest/globals';
import { ORDER_DATA_EXAMPLES } from '#contracts';
import { hashBody, hashKey, parseIdempotencyKey } from './idempotency-key.js';
import { triggerSchema } from './trigger.schema.js';

const hash = (body: unknown) => hashBody('key', triggerSchema.parse(body)).toString('hex');

describe('an idempotency key', () => {
  it.each(['k', '8e03978e-40d5-43e8-bc93-6894a57f9324', 'é ü', 'x'.repeat(128)])('may be %j', (key) => {
    expect(parseIdempotencyKey(key)).toBe(key);
  });

  it.each([undefined, '', 'x'.repeat(129)])('may not be %j', (key) => {
    expect(() => parseIdempotencyKey(key)).toThrow(expect.objectContaining({ code: 'idempotency_key_required' }));
  });

  it('is its caller’s own', () => {
    expect(hashKey('orders', 'k')).toEqual(hashKey('orders', 'k'));
    expect(hashKey('payments', 'k')).not.toEqual(hashKey('orders', 'k'));
    expect(hashKey('a', 'bc')).not.toEqual(hashKey('ab', 'c'));
  });

  it('knows the same body by what it says, not by how it is written', () => {
    const data = ORDER_DATA_EXAMPLES.order_shipped;
    const backwards = Object.fromEntries(Object.entries(data).reverse());
    const expected = hash({ type: 'order.shipped', data });
    expect(hash({ data: backwards, type: 'order.shipped' })).toBe(expected);
    expect(hash({ type: 'order_shipped', data: { ...data, newField: 1 } })).toBe(expected);
    expect(hash({ type: 'order.shipped', data: { ...data, orderNumber: 'B-1' } })).not.toBe(expected);
    expect(hash({ type: 'order.delivered', data })).not.toBe(expected);
  });

  it('makes the hash of a body useless to whoever does not have it', () => {
    expect(hashBody('one', { a: 1 })).not.toEqual(hashBody('other', { a: 1 }));
  });
});

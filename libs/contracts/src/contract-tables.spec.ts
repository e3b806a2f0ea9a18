import { describe, expect, it } from '@jest/globals';
import { CHANNELS } from './channels.js';
import { deadLetterSchema, deliveryEventDataSchema } from './delivery-event.schema.js';
import { NOTIFICATION_TYPES, ORDER_EVENT_TYPES, notificationTypeOf } from './notification-types.js';
import { NUDGE_TOPICS, TOPICS } from './topics.js';

describe('notification types', () => {
  it('are found by their event type, and by nothing else', () => {
    for (const type of NOTIFICATION_TYPES) expect(notificationTypeOf(ORDER_EVENT_TYPES[type])).toBe(type);
    for (const other of ['', 'constructor', '__proto__', 'order_confirmed', 'order.shipped ']) {
      expect(notificationTypeOf(other)).toBeUndefined();
    }
  });
});

describe('topics', () => {
  it('have names of their own, versioned', () => {
    const names = Object.values(TOPICS).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z-]+(\.[a-z-]+)+\.v\d+$/);
  });

  it('nudge each channel apart', () => {
    expect(new Set(CHANNELS.map((channel) => NUDGE_TOPICS[channel])).size).toBe(CHANNELS.length);
  });
});

describe('delivery events', () => {
  it('hold ids and words of closed lists only', () => {
    const data = {
      notificationId: '0198f0c2-0000-7000-8000-000000000001',
      orderId: 'o',
      userId: 'u',
      type: 'delivered',
      channel: 'sms',
      status: 'failed',
      reason: 'bounced',
      attempt: 1,
      sequence: 3,
    };
    expect(deliveryEventDataSchema.parse(data)).toEqual(data);
    for (const wrong of [{ reason: 'ana@example.com' }, { status: 'pending' }, { channel: 'push' }, { attempt: -1 }]) {
      expect(deliveryEventDataSchema.safeParse({ ...data, ...wrong }).success).toBe(false);
    }
    expect(deadLetterSchema.safeParse({ ...data, attempts: 4 }).success).toBe(true);
    expect(deadLetterSchema.safeParse({ ...data, attempts: 4, reason: null }).success).toBe(false);
  });
});

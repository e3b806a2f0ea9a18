import { describe, expect, it } from '@jest/globals';
import { alertSchema } from './alert.schema.js';
import { CHANNELS } from './channels.js';
import { decodeCloudEvent } from './cloud-event.codec.js';
import { encodeAlertEvent } from './delivery-event.codec.js';
import { deadLetterSchema, deliveryEventDataSchema } from './delivery-event.schema.js';
import { ALERT_EXAMPLE } from './event.examples.js';
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

describe('alert events', () => {
  it('F5 are keyed by the name of the alert, and each of its two has an id of its own', () => {
    const raised = encodeAlertEvent(ALERT_EXAMPLE);
    const resolvedAt = '2026-11-22T10:26:00.000Z';
    const resolved = encodeAlertEvent({ ...ALERT_EXAMPLE, state: 'resolved', resolvedAt });
    expect([raised.topic, raised.key]).toEqual(['notifications.alerts.v1', 'ProviderCallsFailing']);
    const envelopes = [raised, resolved].map(({ key, headers, value }) =>
      decodeCloudEvent({ key: Buffer.from(key), headers, value: Buffer.from(value) }),
    );
    expect(envelopes).toMatchObject([
      { id: `${ALERT_EXAMPLE.id}:raised`, type: 'alert.raised', time: new Date(ALERT_EXAMPLE.raisedAt) },
      { id: `${ALERT_EXAMPLE.id}:resolved`, type: 'alert.resolved', time: new Date(resolvedAt) },
    ]);
    for (const { data } of envelopes) expect(alertSchema.safeParse(data).success).toBe(true);
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

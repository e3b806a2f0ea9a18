import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type NotificationDocument, REJECTION_HEADERS, TOPICS } from '#contracts';
import { anOrderEvent } from '../builders/order-events.js';
import { eventually } from '../system/eventually.js';
import { TestSystem } from '../system/test-system.js';

describe('order events', () => {
  let system: TestSystem;

  beforeAll(async () => {
    system = await TestSystem.start();
  }, 90_000);

  afterAll(() => system.stop(), 30_000);

  it('AC-10 the same event published twice notifies once', async () => {
    const event = anOrderEvent('order_confirmed');
    await system.publish(event, event);
    await system.publish(event);
    await system.untilStatuses(event.data.orderId, { email: 'sent', in_app: 'sent' });
    await system.publish(event);

    expect(await causedSoFar(event.data.orderId)).toHaveLength(3);
    expect((await system.sandbox.messages({ to: event.data.recipient?.email ?? '' })).items).toHaveLength(1);
  }, 60_000);

  it('AC-10 the same id from another source is another event', async () => {
    const event = anOrderEvent('order_confirmed');
    await system.publish(event, { ...event, source: '/another-shop' });

    expect(await causedSoFar(event.data.orderId)).toHaveLength(6);
  }, 60_000);

  it.each([
    ['no JSON', 'not_a_cloud_event', { value: '{"half' }],
    ['invalid UTF-8', 'invalid_utf8', { value: Buffer.from([0xff, 0xfe]), headers: cloudEventHeaders() }],
    ['a missing field', 'invalid_data', { value: JSON.stringify({ orderId: 'o-1' }), headers: cloudEventHeaders() }],
    ['no value', 'empty_message', { value: null, headers: cloudEventHeaders() }],
  ] as const)(
    'AC-16 a malformed event (%s) is dead-lettered with its reason and stops nothing behind it',
    async (_name, code, message) => {
      const key = `order-${code}`;
      const behind = anOrderEvent('order_confirmed', { data: { orderId: `behind-${code}` } });
      await system.publishRaw({ key, ...message });
      await system.publish(behind);

      await system.untilStatuses(behind.data.orderId, { email: 'sent' });
      const letters = await system.readTopic(TOPICS.rejectedOrderEvents.name, (messages) =>
        messages.some((letter) => letter.key?.toString() === key),
      );
      const [letter, ...others] = letters.filter((candidate) => candidate.key?.toString() === key);
      expect(others).toEqual([]);
      expect(letter?.value).toBeNull();
      const header = (name: keyof typeof REJECTION_HEADERS) => letter?.headers?.[REJECTION_HEADERS[name]]?.toString();
      expect(header('code')).toBe(code);
      expect(header('message')).toMatch(/\w+/);
      expect(header('topic')).toBe(TOPICS.orderEvents.name);
      expect(header('partition')).toMatch(/^\d+$/);
      expect(header('offset')).toMatch(/^\d+$/);
      expect(header('rejectedId')).toMatch(/^[0-9a-f-]{36}$/);
    },
    60_000,
  );

  /**
   * What an order's events have caused, the last one published included: messages of one order share a partition, so once a marker
   * behind them is through, they are too.
   */
  async function causedSoFar(orderId: string): Promise<NotificationDocument[]> {
    const isMarker = ({ type }: NotificationDocument) => type === 'refund_completed';
    await system.publish(anOrderEvent('refund_completed', { data: { orderId } }));
    const documents = await eventually(async () => {
      const found = await system.notificationsOf(orderId);
      if (!found.some(isMarker)) throw new Error('the marker has not arrived');
      return found;
    });
    return documents.filter((document) => !isMarker(document));
  }
});

function cloudEventHeaders(): Record<string, string> {
  return {
    ce_id: crypto.randomUUID(),
    ce_source: '/shop/orders',
    ce_specversion: '1.0',
    ce_type: 'order.confirmed',
    ce_time: new Date().toISOString(),
    'content-type': 'application/json',
  };
}

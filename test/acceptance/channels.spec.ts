import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { anOrderEvent } from '../builders/order-events.js';
import { TestSystem } from '../system/test-system.js';

const ALL_ON = { channels: { email: true, sms: true, in_app: true }, quietHours: { enabled: false } };

describe('channels and preferences', () => {
  let system: TestSystem;

  beforeAll(async () => {
    system = await TestSystem.start();
  }, 90_000);

  afterAll(() => system.stop(), 30_000);

  it('AC-08 an order that ships arrives by email, SMS and in-app, each once', async () => {
    const event = anOrderEvent('order_shipped');
    await system.setPreferences(event.data.userId, ALL_ON);
    await system.publish(event);

    const documents = await system.untilStatuses(event.data.orderId, { email: 'sent', sms: 'sent', in_app: 'sent' });
    expect(documents).toHaveLength(3);
    for (const { id, channel } of documents) {
      const { items } = await system.sandbox.messages({ notificationId: id });
      expect({ channel, accepted: items.length }).toEqual({ channel, accepted: channel === 'in_app' ? 0 : 1 });
      for (const message of items) expect(message.text).toContain(event.data.shipment.trackingNumber);
    }
  }, 60_000);

  it('AC-08 names notification, type and attempt to both providers', async () => {
    const event = anOrderEvent('delivered');
    await system.setPreferences(event.data.userId, ALL_ON);
    await system.publish(event);

    const documents = await system.untilStatuses(event.data.orderId, { email: 'sent', sms: 'sent' });
    const id = (channel: string) => documents.find((document) => document.channel === channel)?.id ?? '';
    const [email] = (await system.sandbox.messages({ notificationId: id('email') })).items;
    expect(email).toMatchObject({
      categories: ['delivered', 'attempt-1'],
      customArgs: { notification_id: id('email'), notification_type: 'delivered', notification_attempt: '1' },
      headers: { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
    });
    const [sms] = (await system.sandbox.messages({ notificationId: id('sms') })).items;
    expect(sms?.statusCallback).toBe(
      `${system.urls.api}/api/v2/webhooks/twilio/status?notificationId=${id('sms')}&attempt=1`,
    );
  }, 60_000);

  it.each(['email', 'sms', 'in_app'] as const)(
    'AC-01 %s switched off is respected by the next event',
    async (channel) => {
      const event = anOrderEvent('order_confirmed');
      const channels = { ...ALL_ON.channels, [channel]: false };
      await system.setPreferences(event.data.userId, { ...ALL_ON, channels });
      await system.publish(event);

      await system.untilStatuses(event.data.orderId, {
        email: 'sent',
        sms: 'sent',
        in_app: 'sent',
        [channel]: 'suppressed/channel_off',
      });
    },
    60_000,
  );

  it.each(['email', 'sms', 'in_app'] as const)(
    'AC-01 %s switched on again is respected by the next event',
    async (channel) => {
      const first = anOrderEvent('order_confirmed');
      const { userId } = first.data;
      await system.setPreferences(userId, { ...ALL_ON, channels: { ...ALL_ON.channels, [channel]: false } });
      await system.setPreferences(userId, ALL_ON);
      await system.publish(first);

      await system.untilStatuses(first.data.orderId, { [channel]: 'sent' });
    },
    60_000,
  );

  it('AC-01 without a choice, email and in-app are on and SMS is off', async () => {
    const event = anOrderEvent('payment_processed');
    await system.publish(event);

    await system.untilStatuses(event.data.orderId, { email: 'sent', sms: 'suppressed/channel_off', in_app: 'sent' });
  }, 60_000);

  it('AC-01 the link in an email ends emails without signing in', async () => {
    const event = anOrderEvent('order_confirmed');
    await system.publish(event);
    const [email] = await system
      .untilStatuses(event.data.orderId, { email: 'sent' })
      .then((documents) =>
        Promise.all(
          documents
            .filter(({ channel }) => channel === 'email')
            .map(async ({ id }) => (await system.sandbox.messages({ notificationId: id })).items[0]),
        ),
      );
    const link = /<(?<url>[^>]+)>/.exec(email?.headers['List-Unsubscribe'] ?? '')?.groups?.['url'] ?? '';
    const answer = await fetch(link, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: 'List-Unsubscribe=One-Click',
    });
    expect(answer.status).toBe(200);

    const next = anOrderEvent('order_shipped', { data: { userId: event.data.userId } });
    await system.publish(next);
    await system.untilStatuses(next.data.orderId, { email: 'suppressed/channel_off', in_app: 'sent' });
  }, 60_000);
});

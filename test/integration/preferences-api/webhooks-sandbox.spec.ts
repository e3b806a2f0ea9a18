import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NotificationDocument, OrderEvent } from '#contracts';
import { anOrderEvent } from '../../builders/order-events.js';
import { eventually } from '../../system/eventually.js';
import { MINUTE } from '../../system/test-clock.js';
import { TestSystem } from '../../system/test-system.js';

const SMS_TOO = { channels: { email: true, sms: true, in_app: false }, quietHours: { enabled: false } };
/** Of the HTTP client that calls the providers, and some. */
const ANSWER_TIMEOUT = 30_000;

/** The providers' stand-in reports as they do, to the address that messages name; every app is real. */
describe('what the providers report', () => {
  let system: TestSystem;
  beforeAll(async () => {
    system = await TestSystem.start();
  }, 90_000);
  afterAll(() => system.stop(), 30_000);

  const emailOf = (event: OrderEvent) => event.data.recipient?.email ?? '';
  const phoneOf = (event: OrderEvent) => event.data.recipient?.phone ?? '';

  async function publish(event: OrderEvent): Promise<void> {
    await system.setPreferences(event.data.userId, SMS_TOO);
    await system.publish(event);
  }

  async function documentOf(event: OrderEvent, channel: string): Promise<NotificationDocument> {
    const found = (await system.notificationsOf(event.data.orderId)).find((document) => document.channel === channel);
    if (found === undefined) throw new Error(`no ${channel} notification yet`);
    return found;
  }

  async function acceptedOf(event: OrderEvent, channel: string): Promise<number> {
    const { id } = await documentOf(event, channel);
    return (await system.sandbox.messages({ notificationId: id })).total;
  }

  it('AC-15 arrives in any order, twice, and before the answer; each message is delivered once', async () => {
    const event = anOrderEvent('order_shipped');
    const odd = { shuffled: true, beforeAnswer: true, webhooks: { copies: 2 } };
    await system.sandbox.setLives(emailOf(event), {
      steps: [{ ...odd, events: [{ event: 'processed' }, { event: 'delivered' }, { event: 'open', machine: true }] }],
    });
    await system.sandbox.setLives(phoneOf(event), {
      steps: [{ ...odd, events: [{ event: 'queued' }, { event: 'sent' }, { event: 'delivered' }] }],
    });
    await publish(event);

    const documents = await system.untilStatuses(event.data.orderId, { email: 'delivered', sms: 'delivered' });
    for (const { sentAt, deliveredAt, openedAt, attempts } of documents.filter(({ channel }) => channel !== 'in_app')) {
      expect(Date.parse(deliveredAt ?? '')).toBeGreaterThanOrEqual(Date.parse(sentAt ?? ''));
      expect(openedAt).toBeNull();
      expect(attempts.map(({ outcome }) => outcome)).toEqual(['accepted']);
    }
    for (const channel of ['email', 'sms']) expect(await acceptedOf(event, channel)).toBe(1);
  }, 60_000);

  it(
    'AC-15 confirms a message whose answer was lost: it is not sent again',
    async () => {
      const event = anOrderEvent('order_confirmed');
      await system.sandbox.setFaults(emailOf(event), { steps: [{ kind: 'answer_lost' }] });
      await system.sandbox.setLives(emailOf(event), { steps: [{ events: [{ event: 'delivered', afterMs: 1_000 }] }] });
      await publish(event);

      await system.untilStatuses(event.data.orderId, { email: 'delivered' });
      system.clock.advance(2 * MINUTE);
      await system.publish(anOrderEvent('order_confirmed'));
      expect(await acceptedOf(event, 'email')).toBe(1);
    },
    ANSWER_TIMEOUT + 30_000,
  );

  it('sends a text again that was not delivered, and tells of it', async () => {
    const event = anOrderEvent('out_for_delivery');
    await system.sandbox.setLives(phoneOf(event), {
      steps: [
        { events: [{ event: 'sent' }, { event: 'undelivered', errorCode: 30003, afterMs: 100 }] },
        { events: [{ event: 'delivered' }] },
      ],
    });
    await publish(event);
    const waiting = await eventually(async () => {
      const sms = await documentOf(event, 'sms');
      if (sms.attempts[0]?.outcome !== 'retryable') throw new Error(`is ${sms.status}`);
      return sms;
    });
    expect(waiting).toMatchObject({ status: 'pending', attempts: [{ code: 'twilio_30003' }] });
    system.clock.advance(1.2 * MINUTE);
    const [sms] = (await system.untilStatuses(event.data.orderId, { sms: 'delivered' })).filter(
      ({ channel }) => channel === 'sms',
    );
    expect(sms?.attempts.map(({ number, outcome }) => [number, outcome])).toEqual([
      [1, 'retryable'],
      [2, 'accepted'],
    ]);
    expect(await acceptedOf(event, 'sms')).toBe(2);
  }, 60_000);

  it('F5 an email is opened by whoever fetches its picture, and clicked where SendGrid tells of it; nobody tells twice', async () => {
    const event = anOrderEvent('order_shipped');
    await system.sandbox.setLives(emailOf(event), {
      steps: [
        {
          events: [
            { event: 'processed' },
            { event: 'open', machine: true, afterMs: 500 },
            { event: 'open', afterMs: 1_000 },
            { event: 'click', afterMs: 1_500 },
          ],
        },
      ],
    });
    await publish(event);
    const email = await eventually(async () => {
      const document = await documentOf(event, 'email');
      expect(document.timeline.map(({ event }) => event)).toContain('clicked');
      return document;
    });
    expect(email).toMatchObject({ status: 'delivered', openedAt: expect.any(String) });

    const { items } = await system.sandbox.webhooks({ notificationId: email.id });
    const told = items.map(({ event, outcome, payload }) => ({
      event,
      outcome,
      url: payload === null ? undefined : (JSON.parse(payload) as { url?: string }).url,
    }));
    expect(told.filter(({ event }) => event !== 'processed').toReversed()).toEqual([
      { event: 'pixel', outcome: 'taken' },
      { event: 'pixel', outcome: 'taken' },
      { event: 'click', outcome: 'taken', url: event.data.shipment.trackingUrl },
    ]);
  }, 60_000);

  it('finds the email of a late bounce that names only the address', async () => {
    const event = anOrderEvent('payment_processed');
    await system.sandbox.setLives(emailOf(event), {
      steps: [{ events: [{ event: 'delivered' }, { event: 'bounce', withoutIds: true, afterMs: 1_500 }] }],
    });
    await publish(event);
    await system.untilStatuses(event.data.orderId, { email: 'failed/bounced' });
  }, 60_000);

  it.each(['forged', 'garbage', 'missing'] as const)(
    'is not believed with a %s signature',
    async (signature) => {
      const event = anOrderEvent('delivered');
      const life = { webhooks: { signature } };
      await system.sandbox.setLives(emailOf(event), { steps: [{ ...life, events: [{ event: 'bounce' }] }] });
      await system.sandbox.setLives(phoneOf(event), {
        steps: [{ ...life, events: [{ event: 'failed', errorCode: 30005 }] }],
      });
      await publish(event);
      await system.untilStatuses(event.data.orderId, { email: 'sent', sms: 'sent' });
      await eventually(async () => {
        for (const channel of ['email', 'sms']) {
          const { id } = await documentOf(event, channel);
          const [webhook] = (await system.sandbox.webhooks({ notificationId: id })).items;
          expect(webhook).toMatchObject({ status: 403, outcome: 'failed' });
        }
      });
      await system.untilStatuses(event.data.orderId, { email: 'sent', sms: 'sent' });
    },
    60_000,
  );

  it('a reply is taken', async () => {
    const event = anOrderEvent('delivered');
    await publish(event);
    await system.untilStatuses(event.data.orderId, { sms: 'sent' });
    await system.sandbox.text(phoneOf(event), 'Thank you');
    await eventually(async () => {
      const { items } = await system.sandbox.webhooks({ event: 'inbound' });
      expect(items[0]).toMatchObject({ outcome: 'taken' });
    });
  }, 60_000);

  it('a click on a link is an opening, and implies delivery', async () => {
    const event = anOrderEvent('refund_initiated');
    await publish(event);
    await system.untilStatuses(event.data.orderId, { email: 'sent' });
    const { id } = await documentOf(event, 'email');
    const [message] = (await system.sandbox.messages({ notificationId: id })).items;
    await system.sandbox.happen(message?.id ?? 0, { event: 'click' });
    const { status, openedAt } = await documentOf(event, 'email');
    expect({ status, opened: openedAt !== null }).toEqual({ status: 'delivered', opened: true });
  }, 60_000);
});

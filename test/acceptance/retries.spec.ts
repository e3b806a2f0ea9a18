import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type DeadLetter, type NotificationDocument, type OrderEvent, TOPICS } from '#contracts';
import { setTimeout as pause } from 'node:timers/promises';
import type { SandboxClient } from '../../apps/provider-sandbox/src/sandbox.client.js';
import { anOrderEvent } from '../builders/order-events.js';
import { eventually } from '../system/eventually.js';
import { MINUTE, SECOND } from '../system/test-clock.js';
import { TestSystem } from '../system/test-system.js';

const DELAYS = [MINUTE, 5 * MINUTE, 15 * MINUTE];
/** The due poll looks every second: after this long, it would have found a row that fell due too early. */
const ONE_POLL_MS = 1_300;

/** "At most 10 % + 2 s later". */
const latest = (delay: number) => delay * 1.1 + 2 * SECOND;

describe('retries', () => {
  let system: TestSystem;

  beforeAll(async () => {
    system = await TestSystem.start();
  }, 90_000);

  afterAll(() => system.stop(), 30_000);

  async function emailOf(orderId: string): Promise<NotificationDocument> {
    const email = (await system.notificationsOf(orderId)).find(({ channel }) => channel === 'email');
    if (email === undefined) throw new Error('no email notification yet');
    return email;
  }

  function untilAttempts(orderId: string, count: number): Promise<NotificationDocument> {
    return eventually(async () => {
      const email = await emailOf(orderId);
      if (email.attempts.length !== count) throw new Error(`${email.attempts.length} attempts, not ${count}`);
      return email;
    });
  }

  /** Checks that the planned wait keeps its promise, and that nothing happens before it is over; then travels there. */
  async function travelThrough(orderId: string, attempt: number, delay: number): Promise<void> {
    const email = await untilAttempts(orderId, attempt);
    const failedAt = Date.parse(email.attempts[attempt - 1]?.at ?? '');
    const wait = Date.parse(email.nextAttemptAt ?? '') - failedAt;
    expect(email.status).toBe('pending');
    expect(wait).toBeGreaterThanOrEqual(delay);
    expect(wait).toBeLessThanOrEqual(latest(delay));

    system.clock.travelTo(new Date(failedAt + delay - 5 * SECOND));
    await pause(ONE_POLL_MS);
    expect((await emailOf(orderId)).attempts).toHaveLength(attempt);
    system.clock.travelTo(new Date(failedAt + latest(delay)));
  }

  it('AC-09 SendGrid answers 500: retried after 1, then 5, then 15 minutes', async () => {
    const event = anOrderEvent('order_confirmed');
    const address = event.data.recipient?.email ?? '';
    await system.sandbox.setFaults(address, {
      steps: Array.from({ length: 3 }, () => ({ kind: 'status', status: 500 })),
    });
    await system.publish(event);

    for (const [i, delay] of DELAYS.entries()) await travelThrough(event.data.orderId, i + 1, delay);

    const email = await untilAttempts(event.data.orderId, 4);
    expect(email.attempts.map(({ outcome, code }) => ({ outcome, code }))).toEqual([
      { outcome: 'retryable', code: 'sendgrid_500' },
      { outcome: 'retryable', code: 'sendgrid_500' },
      { outcome: 'retryable', code: 'sendgrid_500' },
      { outcome: 'accepted', code: null },
    ]);
    expect(email.status).toBe('sent');
    expect((await system.sandbox.messages({ notificationId: email.id })).items).toHaveLength(1);
  }, 90_000);

  it('AC-03 after the last retry the notification is failed and dead-lettered', async () => {
    const event = anOrderEvent('order_confirmed');
    const address = event.data.recipient?.email ?? '';
    await system.sandbox.setFaults(address, { steps: [{ kind: 'status', status: 503 }], repeat: true });
    await system.publish(event);

    for (const [i, delay] of DELAYS.entries()) await travelThrough(event.data.orderId, i + 1, delay);

    await system.untilStatuses(event.data.orderId, { email: 'failed/retries_exhausted' });
    const email = await untilAttempts(event.data.orderId, 4);
    const letters = await system.readTopic(
      TOPICS.deadLetters.name,
      (messages) => lettersOf(messages, email.id).length > 0,
    );
    expect(lettersOf(letters, email.id)).toEqual([
      {
        notificationId: email.id,
        orderId: event.data.orderId,
        userId: event.data.userId,
        type: 'order_confirmed',
        channel: 'email',
        reason: 'retries_exhausted',
        attempts: 4,
      },
    ]);
    expect((await system.sandbox.requests({ to: address })).items).toHaveLength(4);
  }, 90_000);

  it('AC-03 a permanent error is not retried', async () => {
    const event = anOrderEvent('order_confirmed');
    const address = event.data.recipient?.email ?? '';
    await system.sandbox.setFaults(address, { steps: [{ kind: 'rejected', status: 400 }] });
    await system.publish(event);

    await system.untilStatuses(event.data.orderId, { email: 'failed/provider_rejected' });
    system.clock.advance(30 * MINUTE);
    const later = anOrderEvent('order_confirmed');
    await system.publish(later);
    await system.untilStatuses(later.data.orderId, { email: 'sent' });
    expect((await emailOf(event.data.orderId)).attempts).toHaveLength(1);
    expect((await system.sandbox.requests({ to: address })).items).toHaveLength(1);
  }, 60_000);

  it('AC-03 a text message that fails is retried after a minute', async () => {
    const event = anOrderEvent('order_shipped');
    const { userId, orderId, recipient } = event.data;
    await system.setPreferences(userId, { channels: { sms: true, email: false }, quietHours: { enabled: false } });
    await system.sandbox.setFaults(recipient?.phone ?? '', { steps: [{ kind: 'status', status: 500 }] });
    await system.publish(event);

    await eventually(async () => {
      const sms = (await system.notificationsOf(orderId)).find(({ channel }) => channel === 'sms');
      expect(sms?.attempts).toHaveLength(1);
    });
    system.clock.advance(latest(MINUTE));
    await system.untilStatuses(orderId, { sms: 'sent' });
  }, 60_000);

  it('AC-03 what Twilio refuses with a code that nobody knows is retried, and dead-lettered in the end', async () => {
    const event = await aText({ steps: [{ kind: 'rejected', status: 400, code: 29_999 }], repeat: true });
    for (const [i, delay] of DELAYS.entries()) {
      await untilTextAttempts(event, i + 1);
      system.clock.advance(latest(delay));
    }
    await system.untilStatuses(event.data.orderId, { sms: 'failed/retries_exhausted' });
    expect((await system.sandbox.requests({ to: event.data.recipient?.phone ?? '' })).items).toHaveLength(4);
  }, 90_000);

  it('AC-15 a text whose answer and reports are lost is looked up, not sent twice, and its story says so', async () => {
    const event = await aText({ steps: [{ kind: 'answer_lost' }] }, { webhooks: { lost: true } });
    const { id } = await untilTextAttempts(event, 1);
    system.clock.advance(latest(MINUTE));

    const document = await eventually(async () => {
      const sms = await textOf(event);
      if (!['sent', 'delivered'].includes(sms.status)) throw new Error(`is ${sms.status}`);
      return sms;
    });
    expect((await system.sandbox.messages({ notificationId: id })).items).toHaveLength(1);
    expect(document.attempts).toMatchObject([{ number: 1, outcome: 'accepted' }]);
    // It was sent long before we learnt of it.
    const story = told(document);
    expect(story.slice(0, 3)).toEqual([
      expect.stringMatching(/^planned /),
      expect.stringMatching(
        /^attempt First attempt at .+: The connection to the provider broke before its answer came\.$/,
      ),
      'sent Twilio took the text message.',
    ]);
    // Where it had been delivered by then, that may stand before it.
    expect(story).toContainEqual(
      expect.stringMatching(/^evidence First attempt, found by asking the provider: (accepted|delivered)\.$/),
    );
  }, 60_000);

  it('AC-15 a text whose answer is lost and whose delivery is reported is neither looked up nor sent again', async () => {
    const event = await aText(
      { steps: [{ kind: 'answer_lost' }] },
      { events: [{ event: 'delivered', afterMs: 1_500 }] },
    );
    const { id } = await untilTextAttempts(event, 1);
    await system.untilStatuses(event.data.orderId, { sms: 'delivered' });
    system.clock.advance(latest(MINUTE));
    await pause(ONE_POLL_MS);
    expect(told(await textOf(event))).toContain('evidence First attempt, reported by the provider: delivered.');
    expect((await system.sandbox.messages({ notificationId: id })).items).toHaveLength(1);
  }, 60_000);

  it('AC-15 an email of which no word comes is sent again; word that comes late shows that it may have come twice', async () => {
    const event = anOrderEvent('order_confirmed');
    const address = event.data.recipient?.email ?? '';
    await system.sandbox.setFaults(address, { steps: [{ kind: 'answer_lost' }] });
    await system.sandbox.setLives(address, { steps: [{ events: [] }, { events: [] }] });
    await system.publish(event);
    const { id } = await untilAttempts(event.data.orderId, 1);
    system.clock.advance(latest(MINUTE));
    await system.untilStatuses(event.data.orderId, { email: 'sent' });

    const { items } = await system.sandbox.messages({ notificationId: id });
    expect(items).toHaveLength(2);
    const first = items.toSorted((a, b) => a.id - b.id)[0];
    await system.sandbox.happen(first?.id ?? 0, { event: 'delivered' });
    const document = await eventually(async () => {
      const email = await emailOf(event.data.orderId);
      if (email.status !== 'delivered') throw new Error(`is ${email.status}`);
      return email;
    });
    expect(told(document)).toContainEqual(
      expect.stringMatching(/^possible_duplicate The provider took attempts 1 and 2/),
    );
    expect(document.attempts.map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted']);
  }, 60_000);

  const told = ({ timeline }: NotificationDocument) =>
    timeline.map(({ event, detail }) => `${event} ${detail ?? ''}`.trim());

  async function textOf(event: OrderEvent): Promise<NotificationDocument> {
    const sms = (await system.notificationsOf(event.data.orderId)).find(({ channel }) => channel === 'sms');
    if (sms === undefined) throw new Error('no text notification yet');
    return sms;
  }

  function untilTextAttempts(event: OrderEvent, count: number): Promise<NotificationDocument> {
    return eventually(async () => {
      const sms = await textOf(event);
      if (sms.attempts.length !== count) throw new Error(`${sms.attempts.length} attempts, not ${count}`);
      return sms;
    });
  }

  /** Publishes an event that only leads to a text, which the sandbox treats as told. */
  async function aText(faults: Faults, life?: Life): Promise<OrderEvent> {
    const event = anOrderEvent('order_confirmed');
    const phone = event.data.recipient?.phone ?? '';
    await system.setPreferences(event.data.userId, {
      channels: { sms: true, email: false, in_app: false },
      quietHours: { enabled: false },
    });
    await system.sandbox.setFaults(phone, faults);
    if (life !== undefined) await system.sandbox.setLives(phone, { steps: [life] });
    await system.publish(event);
    return event;
  }
});

type Faults = Parameters<SandboxClient['setFaults']>[1];
type Life = Parameters<SandboxClient['setLives']>[1]['steps'][number];

function lettersOf(messages: readonly { value: Buffer | null }[], notificationId: string): DeadLetter[] {
  return messages
    .map(({ value }) => JSON.parse(value?.toString() ?? '{}') as DeadLetter)
    .filter((letter) => letter.notificationId === notificationId);
}

import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { NotificationType, OrderEvent } from '#contracts';
import { setTimeout as pause } from 'node:timers/promises';
import { emailWorkerApp } from '../../apps/email-worker/src/email-worker.app.js';
import { anOrderEvent } from '../builders/order-events.js';
import { eventually } from '../system/eventually.js';
import { MINUTE, SECOND } from '../system/test-clock.js';
import { TestSystem } from '../system/test-system.js';

/** "Effective within 2 s on all replicas." */
const EFFECTIVE_MS = 2_000;
const EVERY_MS = 20;

const SCOPES = [
  ['everything', (paused: boolean) => ({ all: { paused } })],
  ['the channel', (paused: boolean) => ({ channels: { email: { paused } } })],
  ['the type', (paused: boolean) => ({ types: { order_confirmed: { paused } } })],
] as const;

describe('pause and resume, with two replicas of a worker', () => {
  let system: TestSystem;
  let second: string;
  beforeAll(async () => {
    system = await TestSystem.start();
    second = await system.launch(emailWorkerApp);
  }, 120_000);
  afterAll(() => system.stop(), 30_000);
  afterEach(async () => {
    for (const [, controls] of SCOPES) await set(controls(false));
  });

  async function set(controls: object): Promise<number> {
    const token = await system.token('olga', 'notifications:ops');
    const answer = await system.call('PUT', '/notifications/controls', { token, body: controls });
    expect(answer.status).toBe(200);
    return system.clock.now().getTime();
  }

  const anEvent = (type: NotificationType = 'order_confirmed') => anOrderEvent(type, { time: system.clock.now() });
  const addressOf = (event: OrderEvent) => event.data.recipient?.email ?? '';

  /** When the provider was asked, for each address. */
  async function requestsTo(events: readonly OrderEvent[]): Promise<Map<string, number[]>> {
    const { items } = await system.sandbox.requests({ provider: 'sendgrid', limit: 10_000 });
    const at = new Map<string, number[]>(events.map((event) => [addressOf(event), []]));
    for (const item of items) at.get(item.to ?? '')?.push(Date.parse(item.at));
    return at;
  }

  const claimsOfSecond = async () => {
    const metrics = await (await fetch(`${second}/metrics`)).text();
    const lines = metrics.split('\n').filter((line) => line.startsWith('notification_claims_total{'));
    return lines.map((line) => Number(line.split(' ').at(-1))).reduce((sum, count) => sum + count, 0);
  };

  it.each(SCOPES)(
    '%s: within 2 s no replica asks the provider any more, and within 2 s all do again',
    async (_scope, controls) => {
      const claimedBefore = await claimsOfSecond();
      const events: OrderEvent[] = [];
      const streaming = new AbortController();
      const stream = (async () => {
        while (!streaming.signal.aborted) {
          const event = anEvent();
          events.push(event);
          await system.publish(event);
          await pause(EVERY_MS);
        }
      })();
      await pause(1_000);
      const pausedAt = await set(controls(true));
      await pause(2 * EFFECTIVE_MS);
      const resumedAt = await set(controls(false));
      await pause(EFFECTIVE_MS);
      streaming.abort();
      await stream;
      const requests = await eventually(async () => {
        const found = await requestsTo(events);
        const missing = [...found.values()].filter((each) => each.length === 0).length;
        if (missing > 0) throw new Error(`${missing} of ${events.length} are not sent yet`);
        return found;
      });

      const times = [...requests.values()].flat().sort((a, b) => a - b);
      expect(times).toHaveLength(events.length);
      expect(times.filter((at) => at > pausedAt + EFFECTIVE_MS && at < resumedAt)).toEqual([]);
      expect(times.filter((at) => at < pausedAt).length).toBeGreaterThan(0);
      expect((times.find((at) => at >= resumedAt) ?? Infinity) - resumedAt).toBeLessThan(EFFECTIVE_MS);
      const bySecond = (await claimsOfSecond()) - claimedBefore;
      expect(bySecond).toBeGreaterThan(0);
      expect(bySecond).toBeLessThan(events.length);
    },
    60_000,
  );

  it('what is paused says so and waits without using up attempts; other channels go on', async () => {
    await set({ channels: { email: { paused: true, reason: 'SendGrid incident' } } });
    await pause(EFFECTIVE_MS);
    const event = anEvent();
    await system.publish(event);
    const documents = await system.untilStatuses(event.data.orderId, { email: 'pending/paused', in_app: 'sent' });
    const email = documents.find(({ channel }) => channel === 'email');
    expect(email).toMatchObject({ attempts: [], sentAt: null });

    await set({ channels: { email: { paused: false } } });
    await system.untilStatuses(event.data.orderId, { email: 'sent' });
    expect((await requestsTo([event])).get(addressOf(event))).toHaveLength(1);
  }, 60_000);

  it('a type that is paused holds up no other, on any channel', async () => {
    await set({ types: { order_confirmed: { paused: true } } });
    await pause(EFFECTIVE_MS);
    const [held, free] = [anEvent(), anEvent('order_shipped')];
    await system.publish(held, free);
    await system.untilStatuses(free.data.orderId, { email: 'sent', in_app: 'sent' });
    await system.untilStatuses(held.data.orderId, { email: 'pending/paused', in_app: 'pending/paused' });

    await set({ types: { order_confirmed: { paused: false } } });
    await system.untilStatuses(held.data.orderId, { email: 'sent', in_app: 'sent' });
  }, 60_000);

  it('a retry that falls due in a pause is made after it, with the attempts it had', async () => {
    const event = anEvent();
    await system.sandbox.setFaults(addressOf(event), { steps: [{ kind: 'status', status: 500 }] });
    await system.publish(event);
    await system.untilStatuses(event.data.orderId, { email: 'pending', in_app: 'sent' });
    await eventually(async () => expect((await requestsTo([event])).get(addressOf(event))).toHaveLength(1));
    await set({ all: { paused: true } });
    await pause(EFFECTIVE_MS);
    system.clock.advance(MINUTE * 1.1 + 2 * SECOND);
    await system.untilStatuses(event.data.orderId, { email: 'pending/paused' });

    await set({ all: { paused: false } });
    const documents = await system.untilStatuses(event.data.orderId, { email: 'sent' });
    expect(documents.find(({ channel }) => channel === 'email')?.attempts).toHaveLength(2);
  }, 60_000);

  it('what a customer forbids while it is paused is not sent when it is resumed', async () => {
    await set({ all: { paused: true } });
    await pause(EFFECTIVE_MS);
    const event = anEvent();
    await system.publish(event);
    await system.untilStatuses(event.data.orderId, { email: 'pending/paused' });
    await system.setPreferences(event.data.userId, { globalEnabled: false });
    await set({ all: { paused: false } });
    await system.untilStatuses(event.data.orderId, { email: 'suppressed/global_off' });
    expect((await requestsTo([event])).get(addressOf(event))).toEqual([]);
  }, 60_000);
});

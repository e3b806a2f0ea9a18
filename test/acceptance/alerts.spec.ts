import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Alert, type OrderEvent, TOPICS } from '#contracts';
import { findActiveAlerts } from '#database';
import { randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { preferencesApiApp } from '../../apps/preferences-api/src/preferences-api.app.js';
import { anOrderEvent } from '../builders/order-events.js';
import { decodeCloudEvent } from '../../libs/contracts/src/cloud-event.codec.js';
import { WebhookReceiver } from '../integration/provider-sandbox/webhook-receiver.fixture.js';
import { eventually } from '../system/eventually.js';
import { MINUTE, SECOND } from '../system/test-clock.js';
import { TestSystem } from '../system/test-system.js';

const SECRET = `whsec_${randomBytes(32).toString('base64')}`;
/** The window of the rule on calls, the minute for which an alert is kept, and one to spare. */
const ALL_FORGOTTEN = 4 * MINUTE;

interface Told {
  readonly type: string;
  readonly data: Alert;
}

describe('alerts', () => {
  let system: TestSystem;
  let receiver: WebhookReceiver;

  beforeAll(async () => {
    receiver = await WebhookReceiver.start();
    system = await TestSystem.start({
      ALERT_WEBHOOK_URL: `${receiver.url}/alerts?to=on-call`,
      ALERT_WEBHOOK_SECRET: SECRET,
    });
    await system.launch(preferencesApiApp);
  }, 120_000);

  afterAll(async () => {
    await system.stop();
    await receiver.close();
  }, 60_000);

  const orders = (count: number) =>
    Array.from({ length: count }, () => anOrderEvent('order_confirmed', { time: system.clock.now() }));
  const addressOf = ({ data }: OrderEvent) => data.recipient?.email ?? '';

  async function alertsOf(name: string): Promise<Alert[]> {
    const token = await system.token('olga', 'notifications:ops');
    const answer = await system.call('GET', '/notifications/alerts?limit=100', { token });
    expect(answer.status).toBe(200);
    return ((await answer.json()) as { items: Alert[] }).items.filter((alert) => alert.name === name);
  }

  async function untilState(name: string, state: Alert['state']): Promise<Alert> {
    return eventually(async () => {
      const [alert] = await alertsOf(name);
      if (alert?.state !== state) throw new Error(`${name} is ${alert?.state ?? 'not there'}, not ${state}`);
      return alert;
    }, MINUTE);
  }

  /** What came to the webhook about an alert; every request's signature is checked. */
  function toldBy(id: string): Told[] {
    return receiver.requests
      .map(({ body, headers }) => new Webhook(SECRET).verify(body, headers as Record<string, string>) as Told)
      .filter(({ data }) => data.id === id);
  }

  async function publishedAbout(id: string, count: number): Promise<{ type: string; data: Alert; key: string }[]> {
    const of = (messages: Awaited<ReturnType<TestSystem['readTopic']>>) =>
      messages
        .map((message) => ({ ...decodeCloudEvent(message), key: message.key?.toString() ?? '' }))
        .map(({ type, data, key }) => ({ type, key, data: data as Alert }))
        .filter(({ data }) => data.id === id);
    return of(await system.readTopic(TOPICS.alerts.name, (messages) => of(messages).length >= count));
  }

  it('AC-17 a provider that fails now and then raises one alert within a minute, told on table, topic and webhook, and it resolves by itself', async () => {
    const events = orders(40);
    const unlucky = events.filter((_, i) => i % 3 === 0);
    for (const event of unlucky) {
      await system.sandbox.setFaults(addressOf(event), { steps: [{ kind: 'status', status: 503 }], repeat: true });
    }
    const began = system.clock.now();
    await system.publish(...events);

    const raised = await untilState('ProviderCallsFailing', 'raised');
    expect(raised).toMatchObject({ subject: 'email', severity: 'page', threshold: 0.2, resolvedAt: null });
    expect(raised.value).toBeGreaterThanOrEqual(0.2);
    expect(Date.parse(raised.raisedAt) - began.getTime()).toBeLessThan(MINUTE);
    expect((await findActiveAlerts(system.database)).map(({ id }) => id)).toContain(raised.id);
    await eventually(() =>
      expect(toldBy(raised.id)).toMatchObject([{ type: 'alert.raised', data: { id: raised.id } }]),
    );
    expect(system.clock.now().getTime() - began.getTime()).toBeLessThan(MINUTE);

    for (const event of unlucky) await system.sandbox.removeFaults(addressOf(event));
    system.clock.advance(ALL_FORGOTTEN);
    const resolved = await untilState('ProviderCallsFailing', 'resolved');
    expect(resolved.id).toBe(raised.id);
    await eventually(() => {
      expect(toldBy(raised.id).map(({ type }) => type)).toEqual(['alert.raised', 'alert.resolved']);
    });
    const published = await publishedAbout(raised.id, 2);
    expect(published.map(({ type, key, data }) => [type, key, data.state])).toEqual([
      ['alert.raised', 'ProviderCallsFailing', 'raised'],
      ['alert.resolved', 'ProviderCallsFailing', 'resolved'],
    ]);
    expect(await alertsOf('ProviderCallsFailing')).toHaveLength(1);
  }, 120_000);

  it('AC-17 a provider that fails for everyone halts the channel, which is told at once and until it works again', async () => {
    await system.sandbox.setFaults('*', { steps: [{ kind: 'status', status: 500 }], repeat: true });
    const began = system.clock.now();
    const events = orders(60);
    await system.publish(...events);

    const raised = await untilState('ProviderHalted', 'raised');
    expect(raised).toMatchObject({ subject: 'email', detail: expect.stringContaining('provider_failing') });
    expect(Date.parse(raised.raisedAt) - began.getTime()).toBeLessThan(MINUTE);

    await system.sandbox.removeFaults('*');
    // The first retry is due, and tries the provider.
    system.clock.advance(MINUTE + 10 * SECOND);
    await eventually(async () => {
      const halted = await system.database.query('SELECT 1 FROM channel_state WHERE halt_reason IS NOT NULL');
      expect(halted).toEqual([]);
    });
    system.clock.advance(ALL_FORGOTTEN);
    await untilState('ProviderHalted', 'resolved');
    await eventually(async () => {
      const [waiting] = await system.database.query<{ count: number }>('SELECT count(*)::int FROM delivery_queue');
      expect(waiting?.count).toBe(0);
    });
    expect(await alertsOf('ProviderHalted')).toHaveLength(1);
  }, 180_000);

  it('AC-17 a pause is told while it lasts', async () => {
    const token = await system.token('olga', 'notifications:ops');
    const set = async (paused: boolean) =>
      system.call('PUT', '/notifications/controls', { token, body: { channels: { sms: { paused } } } });
    await set(true);
    expect(await untilState('ChannelPaused', 'raised')).toMatchObject({ subject: 'sms', severity: 'ticket' });
    await set(false);
    system.clock.advance(2 * MINUTE);
    await untilState('ChannelPaused', 'resolved');
  }, 120_000);
});

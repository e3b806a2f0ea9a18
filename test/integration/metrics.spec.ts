/** What Prometheus reads from all apps while work goes on. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CHANNELS } from '#contracts';
import { CONSUMER_GROUPS, GROUP_TOPICS } from '#messaging';
import { APP_NAMES, metricsCatalogue, seriesOf } from '../../specs/tools/metrics-catalogue.js';
import { anOrderEvent } from '../builders/order-events.js';
import { eventually } from '../system/eventually.js';
import { TestSystem } from '../system/test-system.js';

interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const ALL_ON = { channels: { email: true, sms: true, in_app: true }, quietHours: { enabled: false } };
/** The watch looks every ten seconds. */
const WITHIN_MS = 30_000;
const EMAIL = 'ana.maria@example.com';
const PHONE = '+14155550123';
const OTHER_CUSTOMER = 'customer-of-the-directory';

/** Ids, addresses, phone numbers, tokens: none of them in a label. */
const PERSONAL = [
  /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i,
  /@/,
  /\d{7,}/,
  /\b\d{1,3}(\.\d{1,3}){3}\b/,
  /[\w-]{40,}/,
];

function samplesOf(page: string): Sample[] {
  return [...page.matchAll(/^(\w+)(?:\{(.*)\})? (\S+)$/gm)].map(([, name = '', labels = '', value]) => ({
    name,
    labels: labelsIn(labels),
    value: Number(value),
  }));
}

function labelsIn(text: string): Record<string, string> {
  const labels = [...text.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)];
  return Object.fromEntries(labels.map(([, label = '', value = '']) => [label, value]));
}

describe('the metrics of all apps', () => {
  let system: TestSystem;
  let notificationId: string;
  const event = anOrderEvent('order_shipped');

  const samples = async () => [...(await system.metricsPages()).values()].flatMap(samplesOf);
  const valueOf = async (name: string, labels: Record<string, string> = {}) => {
    const all = await samples();
    const matching = all.filter(
      (sample) => sample.name === name && Object.entries(labels).every(([key, value]) => sample.labels[key] === value),
    );
    return matching.length === 0 ? undefined : matching.reduce((sum, { value }) => sum + value, 0);
  };

  beforeAll(async () => {
    system = await TestSystem.start();
    const { data } = event;
    await system.publishCustomer({
      id: randomUUID(),
      type: 'customer.upserted',
      time: system.clock.now(),
      data: { userId: OTHER_CUSTOMER, email: EMAIL, phone: PHONE },
    });
    await system.setPreferences(data.userId, ALL_ON);
    await system.publish(event, event);
    await system.publishRaw({ key: 'x', value: 'not JSON' });
    const documents = await system.untilStatuses(data.orderId, { email: 'sent', sms: 'sent', in_app: 'sent' });
    notificationId = documents[0]?.id ?? '';
    const token = await system.token(data.userId);
    await system.call('GET', `/notifications/${notificationId}`, { token });
    await system.call('GET', `/notifications/unsubscribe/${'a'.repeat(60)}`);
    await system.call('GET', `/no/such/address/${notificationId}`);
    await system.call('POST', '/webhooks/twilio/status', { body: {} });
  }, 120_000);

  afterAll(() => system.stop(), 30_000);

  it('are all documented', async () => {
    const documented = new Set((await metricsCatalogue()).flatMap((metric) => seriesOf(metric).map(([name]) => name)));
    const shown = new Set((await samples()).map(({ name }) => name));
    expect([...shown].filter((name) => !documented.has(name))).toEqual([]);
    expect(new Set((await samples()).map(({ labels }) => labels['app']))).toEqual(new Set(APP_NAMES));
  });

  it('N6 name no customer, no order and no address', async () => {
    const values = new Set((await samples()).flatMap(({ labels }) => Object.values(labels)));
    const { userId, orderId, orderNumber } = event.data;
    const known = [userId, orderId, orderNumber, event.id, notificationId, EMAIL, PHONE, OTHER_CUSTOMER];
    expect([...values].filter((value) => PERSONAL.some((pattern) => pattern.test(value)))).toEqual([]);
    expect([...values].filter((value) => known.some((personal) => value.includes(personal)))).toEqual([]);
  });

  it('count requests by route and status', async () => {
    const count = 'http_server_request_duration_seconds_count';
    const shown = { app: 'preferences-api', http_request_method: 'GET', http_response_status_code: '200' };
    expect(await valueOf(count, { ...shown, http_route: '/api/v2/notifications/:id' })).toBe(1);
    expect(await valueOf(count, { app: 'preferences-api', http_response_status_code: '404' })).toBeGreaterThan(0);
    expect(await valueOf(count, { http_route: '/api/v2/webhooks/twilio/status' })).toBe(1);
  });

  it('show how far consumers are behind, which in the end is not at all', async () => {
    const pairs = Object.entries(GROUP_TOPICS).flatMap(([key, topics]) =>
      topics.map((topic) => ({ group: CONSUMER_GROUPS[key as keyof typeof GROUP_TOPICS], topic })),
    );
    await eventually(async () => {
      for (const pair of pairs)
        expect({ pair, lag: await valueOf('kafka_consumer_group_lag_sum', pair) }).toEqual({ pair, lag: 0 });
    }, WITHIN_MS);
    for (const { topic } of pairs) {
      const handled = { messaging_destination_name: topic, messaging_operation_name: 'process' };
      expect(await valueOf('messaging_client_consumed_messages_total', handled)).toBeGreaterThan(0);
      expect(await valueOf('messaging_process_duration_seconds_count', handled)).toBeGreaterThan(0);
    }
  }, 60_000);

  it('show what waits, and for how long', async () => {
    for (const channel of CHANNELS) {
      expect(await valueOf('notification_queue_depth', { channel, state: 'due' })).toBe(0);
      await eventually(
        async () =>
          expect(await valueOf('notification_queue_oldest_due_seconds', { channel, waited: 'false' })).toBe(0),
        WITHIN_MS,
      );
    }
    expect(await valueOf('notification_figures_unmoved_seconds')).toBeGreaterThanOrEqual(0);
  }, 60_000);

  it('show what was looked at for alerts', async () => {
    await eventually(async () => expect(await valueOf('notification_recent_rejected_events')).toBe(1), WITHIN_MS);
    const kept = { objective: 'N1', channel: 'email', window: '60m', result: 'good' };
    await eventually(
      async () => expect(await valueOf('notification_objective_notifications', kept)).toBe(1),
      WITHIN_MS,
    );
    expect(await valueOf('notification_alert_looks_total', { outcome: 'done' })).toBeGreaterThan(0);
  }, 60_000);

  it('count what was done for the order', async () => {
    expect(await valueOf('notification_order_events_total', { result: 'duplicate' })).toBe(1);
    expect(await valueOf('notification_order_events_total', { result: 'rejected' })).toBe(1);
    for (const channel of CHANNELS) {
      expect(await valueOf('notification_attempts_total', { channel, outcome: 'accepted' })).toBe(1);
      expect(await valueOf('notification_acceptance_duration_seconds_count', { channel })).toBe(1);
      expect(await valueOf('notification_attempt_duration_seconds_count', { channel })).toBe(1);
    }
    expect(await valueOf('db_client_connection_count', { app: 'dispatcher' })).toBeGreaterThan(0);
    expect(await valueOf('messaging_client_sent_messages_total', { app: 'dispatcher' })).toBeGreaterThan(0);
  });

  it('say what runs', async () => {
    for (const app of APP_NAMES) expect(await valueOf('target_info', { service_name: app })).toBe(1);
  });
});

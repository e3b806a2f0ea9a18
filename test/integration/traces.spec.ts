/** Traces from upstream's event to the provider's word, as a collector is told of them; and nothing of them while they are off. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Channel, type OrderEvent, TOPICS, encodeOrderEvent } from '#contracts';
import {
  ATTR_ERROR_TYPE,
  ATTR_HTTP_REQUEST_METHOD,
  ATTR_HTTP_RESPONSE_STATUS_CODE,
  ATTR_SERVER_ADDRESS,
  ATTR_SERVER_PORT,
} from '@opentelemetry/semantic-conventions';
import { anOrderEvent } from '../builders/order-events.js';
import { eventually } from '../system/eventually.js';
import { Pipeline, aBatch } from '../system/pipeline.js';
import { ScriptedSender } from '../system/scripted-sender.js';
import { TestSystem } from '../system/test-system.js';
import { type CollectedSpan, TraceCollector } from '../system/trace-collector.js';

const ALL_ON = { channels: { email: true, sms: true, in_app: true }, quietHours: { enabled: false } };
const CLIENT = 3;
const CONSUMER = 5;

interface Upstream {
  readonly traceId: string;
  readonly spanId: string;
  readonly traceparent: string;
}

/** Where upstream is in a trace of its own. */
function upstream(): Upstream {
  const [traceId, spanId] = [randomBytes(16).toString('hex'), randomBytes(8).toString('hex')];
  return { traceId, spanId, traceparent: `00-${traceId}-${spanId}-01` };
}

describe('F5 a trace', () => {
  let collector: TraceCollector;
  let system: TestSystem;
  const log: Record<string, unknown>[] = [];

  beforeAll(async () => {
    collector = await TraceCollector.start();
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, LOG_LEVEL: 'info' };
    system = await TestSystem.start(env, {
      write: (line) => void log.push(JSON.parse(line) as Record<string, unknown>),
    });
  }, 90_000);

  afterAll(async () => {
    await system.stop();
    await collector.stop();
  }, 30_000);

  async function publish(event: OrderEvent): Promise<void> {
    await system.setPreferences(event.data.userId, ALL_ON);
    await system.publish(event);
  }

  /** Waits for spans of a trace. @returns all of it, by name */
  async function spansOf({ traceId }: Upstream, ...names: string[]): Promise<(name: string) => CollectedSpan> {
    await eventually(() =>
      expect(collector.trace(traceId).map(({ name }) => name)).toEqual(expect.arrayContaining(names)),
    );
    return (name) => {
      const [span, ...more] = collector.trace(traceId).filter((each) => each.name === name);
      if (span === undefined || more.length > 0)
        throw new Error(`There are ${more.length + Number(!!span)} of ${name}`);
      return span;
    };
  }

  it('goes from the event over every notification to the provider, and on from what the provider reports', async () => {
    const from = upstream();
    const event = anOrderEvent('order_shipped', { traceparent: from.traceparent });
    await publish(event);
    const documents = await system.untilStatuses(event.data.orderId, { email: 'sent', sms: 'sent', in_app: 'sent' });
    const idOf = (channel: Channel) => documents.find((document) => document.channel === channel)?.id ?? '';
    for (const channel of ['email', 'sms'] as const) {
      const [message] = (await system.sandbox.messages({ notificationId: idOf(channel) })).items;
      await system.sandbox.happen(message?.id ?? 0, { event: 'delivered' });
    }

    const span = await spansOf(
      from,
      'report sendgrid',
      'report twilio',
      'deliver in_app',
      'deliver email',
      'deliver sms',
    );
    const process = span('process order.shipped');
    expect(process).toMatchObject({
      service: 'dispatcher',
      kind: CONSUMER,
      parentSpanId: from.spanId,
      isError: false,
      attributes: {
        'cloudevents.event_id': event.id,
        'cloudevents.event_source': event.source,
        'cloudevents.event_type': 'order.shipped',
        'order.id': event.data.orderId,
        'notification.type': 'order_shipped',
        'notification.outcome': 'dispatched',
        'notification.ids': expect.arrayContaining(documents.map(({ id }) => id)),
        'notification.statuses': expect.arrayContaining(['email pending', 'sms pending', 'in_app pending']),
      },
    });
    const providers = { email: 'POST /v3/mail/send', sms: 'POST /2010-04-01/Accounts/{AccountSid}/Messages.json' };
    const reports = { email: 'report sendgrid', sms: 'report twilio' };
    for (const channel of ['email', 'sms', 'in_app'] as const) {
      const deliver = span(`deliver ${channel}`);
      const about = {
        'notification.id': idOf(channel),
        'notification.channel': channel,
        'order.id': event.data.orderId,
      };
      expect(deliver).toMatchObject({
        service: `${channel.replace('_', '-')}-worker`,
        kind: CONSUMER,
        parentSpanId: process.spanId,
        attributes: {
          ...about,
          'notification.attempt': 1,
          'notification.outcome': 'settled',
          'notification.status': 'sent',
          'notification.attempt.outcome': 'accepted',
        },
      });
      if (channel === 'in_app') continue;
      const call = span(providers[channel]);
      expect(call).toMatchObject({
        kind: CLIENT,
        parentSpanId: deliver.spanId,
        service: deliver.service,
        isError: false,
      });
      expect(call.attributes).toEqual({
        [ATTR_HTTP_REQUEST_METHOD]: 'POST',
        [ATTR_HTTP_RESPONSE_STATUS_CODE]: channel === 'email' ? 202 : 201,
        [ATTR_SERVER_ADDRESS]: '127.0.0.1',
        [ATTR_SERVER_PORT]: expect.any(Number),
        'url.template': providers[channel].replace('POST ', ''),
      });
      expect(span(reports[channel])).toMatchObject({
        service: 'preferences-api',
        kind: CONSUMER,
        parentSpanId: process.spanId,
        attributes: { ...about, 'notification.evidence': 'delivered', 'notification.status': 'delivered' },
      });
    }

    await system.call('GET', '/notifications/inbox', { token: await system.token(event.data.userId) });
    const told = await system.readTopic(TOPICS.deliveryEvents.name, (messages) => ofOrder(messages, event).length >= 6);
    const places = ofOrder(told, event).map(({ headers }) => [
      String(headers?.['ce_type']).replace('notification.', ''),
      String(headers?.['traceparent']),
    ]);
    const at = (name: string) => `00-${from.traceId}-${span(name).spanId}-01`;
    expect(places).toEqual(
      expect.arrayContaining([
        ['sent', at('deliver email')],
        ['sent', at('deliver sms')],
        ['sent', at('deliver in_app')],
        ['delivered', at('report sendgrid')],
        ['delivered', at('report twilio')],
        // By the customer, who has opened the inbox.
        ['delivered', at('process order.shipped')],
      ]),
    );
  }, 60_000);

  const ofOrder = <M extends { key: Buffer | null }>(messages: readonly M[], event: OrderEvent) =>
    messages.filter(({ key }) => key?.toString() === event.data.orderId);

  it('shows a call that failed, by status and error, and the attempt after it', async () => {
    const from = upstream();
    const event = anOrderEvent('order_confirmed', { traceparent: from.traceparent });
    await system.sandbox.setFaults(event.data.recipient?.email ?? '', { steps: [{ kind: 'status', status: 500 }] });
    await publish(event);
    await spansOf(from, 'deliver email');
    system.clock.advance(61_000);
    await system.untilStatuses(event.data.orderId, { email: 'sent' });
    await eventually(() => expect(named('POST /v3/mail/send')).toHaveLength(2));

    function named(name: string) {
      return collector.trace(from.traceId).filter((span) => span.name === name);
    }
    const [failed, succeeded] = named('deliver email');
    expect(failed).toMatchObject({
      isError: true,
      attributes: {
        'notification.attempt': 1,
        'notification.outcome': 'requeued',
        'notification.attempt.outcome': 'retryable',
        [ATTR_ERROR_TYPE]: failed?.attributes['notification.attempt.code'],
      },
    });
    expect(succeeded).toMatchObject({ isError: false, attributes: { 'notification.attempt': 2 } });
    const [call, next] = named('POST /v3/mail/send');
    expect(call).toMatchObject({ parentSpanId: failed?.spanId, isError: true });
    expect(call?.attributes).toMatchObject({ [ATTR_HTTP_RESPONSE_STATUS_CODE]: 500, [ATTR_ERROR_TYPE]: '500' });
    expect(next).toMatchObject({ parentSpanId: succeeded?.spanId, isError: false });
  }, 60_000);

  it('shows that an event came twice, or could not be used', async () => {
    const [twice, broken] = [upstream(), upstream()];
    const event = anOrderEvent('order_confirmed', { traceparent: twice.traceparent });
    await system.publish(event);
    await system.publish(event);
    const { headers } = encodeOrderEvent({ ...event, traceparent: broken.traceparent });
    await system.publishRaw({ key: event.data.orderId, headers, value: '{"orderId":"o-1"}' });

    const rejection = (await spansOf(broken, 'process order event'))('process order event');
    expect(rejection).toMatchObject({ parentSpanId: broken.spanId, isError: true });
    expect(rejection.attributes).toEqual({ 'notification.outcome': 'rejected', [ATTR_ERROR_TYPE]: 'invalid_data' });
    await eventually(() => {
      const outcomes = collector
        .trace(twice.traceId)
        .filter(({ name }) => name === 'process order.confirmed')
        .map(({ attributes }) => attributes['notification.outcome']);
      expect(outcomes.sort()).toEqual(['dispatched', 'duplicate']);
    });
  }, 60_000);

  it('goes on from the request of an internal caller', async () => {
    const from = upstream();
    const { data } = anOrderEvent('order_confirmed');
    const answer = await system.call('POST', '/notifications', {
      token: await system.token('order-service', 'notifications:service'),
      headers: { 'idempotency-key': from.traceId, traceparent: from.traceparent },
      body: { type: 'order.confirmed', data },
    });
    expect(answer.status).toBe(202);
    const span = await spansOf(from, 'process order.confirmed', 'deliver email');
    expect(span('process order.confirmed')).toMatchObject({ service: 'preferences-api', parentSpanId: from.spanId });
  }, 60_000);

  it('begins with an event that brings none', async () => {
    const event = anOrderEvent('order_confirmed');
    await publish(event);
    await eventually(() => {
      const first = collector.spans.find(({ attributes }) => attributes['cloudevents.event_id'] === event.id);
      const names = collector.trace(first?.traceId ?? '').map(({ name }) => name);
      expect(names).toContain('deliver email');
      expect(first?.parentSpanId).toBeUndefined();
    });
  }, 60_000);

  it('N6 names nobody: no address, number, name or text', async () => {
    const from = upstream();
    const event = anOrderEvent('delivery_failed', {
      traceparent: from.traceparent,
      data: { failure: { reason: 'nobody at 7 Elm Street opened' } },
    });
    await publish(event);
    await spansOf(from, 'POST /v3/mail/send', 'POST /2010-04-01/Accounts/{AccountSid}/Messages.json', 'deliver in_app');
    const everything = Buffer.concat(collector.bodies).toString();
    expect(everything).toContain(event.data.orderId);
    const { email = '', phone = '', name = '' } = event.data.recipient ?? {};
    const personal = [
      email,
      phone,
      encodeURIComponent(phone ?? ''),
      `"${name ?? ''}"`,
      'Elm Street',
      event.data.orderNumber,
    ];
    for (const text of personal) expect(everything).not.toContain(text);
    expect(everything).not.toContain(event.data.userId);
  }, 60_000);

  it('is lost, and nothing else, while the collector refuses it', async () => {
    collector.status = 400;
    try {
      for (const type of ['order_confirmed', 'order_shipped'] as const) {
        const event = anOrderEvent(type);
        const before = collector.refused;
        await publish(event);
        await system.untilStatuses(event.data.orderId, { email: 'sent', sms: 'sent', in_app: 'sent' });
        // Once at least by the dispatcher and by each worker.
        await eventually(() => expect(collector.refused).toBeGreaterThanOrEqual(before + 4));
      }
    } finally {
      collector.status = 200;
    }
    const warnings = log.filter(({ msg }) => msg === 'traces cannot be sent, and are dropped').map(({ app }) => app);
    expect(warnings.length).toBeGreaterThan(0);
    expect(new Set(warnings).size).toBe(warnings.length);
    expect(log.filter(({ level }) => level === 'error' || level === 'fatal')).toEqual([]);
  }, 60_000);
});

describe('F5 while traces are off', () => {
  let pipeline: Pipeline;
  beforeAll(async () => {
    pipeline = await Pipeline.start();
  }, 30_000);
  afterAll(() => pipeline.stop());

  it('nothing is kept of where an event came from, or told of it', async () => {
    const event = anOrderEvent('order_confirmed', { time: pipeline.clock.now(), traceparent: upstream().traceparent });
    await pipeline.orderEvents().onOrderEvents(aBatch([event]));
    const [stored] = await pipeline.database.query('SELECT traceparent FROM order_event WHERE event_id = $1', [
      event.id,
    ]);
    expect(stored).toEqual({ traceparent: null });
    const [email] = (await pipeline.rows(event.data.orderId)).filter(({ channel }) => channel === 'email');
    await pipeline.deliverFresh(pipeline.worker(new ScriptedSender('email')), [email?.id ?? '']);
    expect(await pipeline.status(email?.id ?? '')).toBe('sent');
    const headers = pipeline.publisher.published.map((message) => Object.keys(message.headers ?? {}));
    expect(headers.length).toBeGreaterThan(1);
    expect(headers.flat()).not.toContain('traceparent');
  });
});

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ATTR_ERROR_TYPE } from '@opentelemetry/semantic-conventions';
import { eventually } from '../../../test/system/eventually.js';
import { TraceCollector } from '../../../test/system/trace-collector.js';
import { createTracing } from './create-tracing.js';
import { createLogger } from './logger.js';
import { OtlpTracing } from './otlp-tracing.js';
import { SettingsError, loadSettings } from './settings.js';
import type { SpanStart } from './tracing.js';
import { tracingSettings } from './tracing.settings.js';

const UPSTREAM = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const UNSAMPLED = UPSTREAM.replace(/01$/, '00');
const CONSUMER: SpanStart = { kind: 'consumer', parent: UPSTREAM, attributes: { 'order.id': 'o-1' } };

const settingsOf = (env: Record<string, string>) => loadSettings({ tracing: tracingSettings }, env).tracing;

describe('traces', () => {
  let collector: TraceCollector;
  let open: OtlpTracing[];
  let lines: Record<string, unknown>[];
  beforeEach(async () => {
    collector = await TraceCollector.start();
    open = [];
    lines = [];
  });
  afterEach(async () => {
    await Promise.all(open.map((tracing) => tracing.onApplicationShutdown()));
    await collector.stop();
  });

  async function tracing(env: Record<string, string> = {}): Promise<OtlpTracing> {
    const write = (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>);
    const settings = settingsOf({ OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.url}/`, ...env });
    const made = await createTracing(settings, 'dispatcher', createLogger('dispatcher', 'info', { write }));
    if (!(made instanceof OtlpTracing)) throw new TypeError('Traces are off');
    open.push(made);
    return made;
  }

  it('are off unless there is somebody to send them to', async () => {
    const settings = settingsOf({ OTEL_SERVICE_NAME: 'x', OTEL_EXPORTER_OTLP_ENDPOINT: ' ' });
    expect(settings).toBeNull();
    const off = await createTracing(settings, 'dispatcher', createLogger('dispatcher', 'silent'));
    expect(off.isOn).toBe(false);
    expect(off.start('process', CONSUMER)).toBeUndefined();
    expect(off.resume('deliver', { ...CONSUMER, parent: UPSTREAM })).toBeUndefined();
  });

  it.each([
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' }],
    [{ OTEL_TRACES_SAMPLER: 'sometimes' }],
    [{ OTEL_TRACES_SAMPLER_ARG: '1.5' }],
    [{ OTEL_TRACES_SAMPLER_ARG: 'half' }],
  ])('refuse %j', (env) => {
    expect(() => settingsOf(env)).toThrow(SettingsError);
  });

  it('go on from where a message came from, each piece of work below the one it is a part of', async () => {
    const one = await tracing();
    const process = one.start('process', CONSUMER);
    const child = process.startChild('POST', 'client', { 'notification.ids': ['a', 'b'], none: undefined });
    expect(process.traceparent).toMatch(/^00-0af7651916cd43dd8448eb211c80319c-[\da-f]{16}-01$/);
    expect(child.logFields).toEqual({ trace_id: '0af7651916cd43dd8448eb211c80319c', span_id: expect.any(String) });
    child.end({ 'http.response.status_code': 503 }, '503');
    process.end({ 'notification.outcome': 'dispatched' });
    await one.onApplicationShutdown();

    const [told, parent] = collector.spans;
    expect(parent).toMatchObject({
      service: 'dispatcher',
      name: 'process',
      kind: 5,
      parentSpanId: 'b7ad6b7169203331',
      isError: false,
      attributes: { 'order.id': 'o-1', 'notification.outcome': 'dispatched' },
    });
    expect(told).toMatchObject({
      name: 'POST',
      kind: 3,
      parentSpanId: parent?.spanId,
      isError: true,
      attributes: { 'notification.ids': ['a', 'b'], [ATTR_ERROR_TYPE]: '503' },
    });
    expect(told?.attributes).not.toHaveProperty('none');
  });

  it('begin with a message that brings none, and only there', async () => {
    const one = await tracing({ OTEL_SERVICE_NAME: 'orders' });
    expect(one.resume('deliver', { ...CONSUMER, parent: null })).toBeUndefined();
    one.start('process', { ...CONSUMER, parent: undefined }).end();
    await one.onApplicationShutdown();
    expect(collector.spans).toMatchObject([{ service: 'orders', name: 'process' }]);
    expect(collector.spans[0]?.parentSpanId).toBeUndefined();
  });

  it('are not sent where the sender of the message keeps none of it, which is passed on', async () => {
    const one = await tracing();
    const process = one.start('process', { ...CONSUMER, parent: UNSAMPLED });
    expect(process.traceparent).toMatch(/^00-0af7651916cd43dd8448eb211c80319c-[\da-f]{16}-00$/);
    process.startChild('POST', 'client', {}).end();
    process.end();
    await one.onApplicationShutdown();
    expect(collector.spans).toEqual([]);
  });

  it.each([
    ['always_on', UNSAMPLED, '1', 1],
    ['always_off', UPSTREAM, '1', 0],
    ['traceidratio', UPSTREAM, '0', 0],
    ['traceidratio', UPSTREAM, '1', 1],
    ['parentbased_always_off', undefined, '1', 0],
    ['parentbased_always_off', UPSTREAM, '1', 1],
    ['parentbased_traceidratio', undefined, '0', 0],
    ['parentbased_traceidratio', UPSTREAM, '0', 1],
  ])('are kept as %s says, below %s, at %s: %d', async (sampler, parent, ratio, kept) => {
    const one = await tracing({ OTEL_TRACES_SAMPLER: sampler, OTEL_TRACES_SAMPLER_ARG: ratio });
    one.start('process', { ...CONSUMER, parent }).end();
    await one.onApplicationShutdown();
    expect(collector.spans).toHaveLength(kept);
  });

  it('that cannot be sent are dropped; one line in the log says so, and one that they can be sent again', async () => {
    const one = await tracing();
    const tell = () => one.start('process', CONSUMER).end();
    collector.status = 400;
    for (const refused of [1, 2, 3]) {
      tell();
      await eventually(() => expect(collector.refused).toBeGreaterThanOrEqual(refused));
    }
    expect(lines.map(({ level, msg }) => [level, msg])).toEqual([['warn', 'traces cannot be sent, and are dropped']]);
    collector.status = 200;
    tell();
    await eventually(() => expect(collector.spans).toHaveLength(1));
    await eventually(() => expect(lines.map(({ msg }) => msg)).toContain('traces can be sent again'));
    expect(lines).toHaveLength(2);
  });

  it('wait in a queue that is bounded', async () => {
    const one = await tracing();
    collector.status = 0;
    for (let n = 0; n < 50_000; n++) one.start('process', CONSUMER).end();
    collector.status = 200;
    await one.onApplicationShutdown();
    expect(collector.spans.length).toBeGreaterThan(1_000);
    expect(collector.spans.length).toBeLessThan(10_000);
  });

  it('do not keep a process from ending while the collector says nothing', async () => {
    const one = await tracing();
    collector.status = 0;
    one.start('process', CONSUMER).end();
    const from = performance.now();
    await one.onApplicationShutdown();
    expect(performance.now() - from).toBeLessThan(5_000);
  });
});

/** Implements F5, N6. Traces by OpenTelemetry's SDK, sent to a collector as OTLP over HTTP. Nothing is registered globally: tests run several apps in one process. */
import type { OnApplicationShutdown } from '@nestjs/common';
import {
  type Context,
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  SpanKind as OtelSpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import { type ExportResult, ExportResultCode } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  type ReadableSpan,
  type Sampler,
  type SpanExporter,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { ATTR_ERROR_TYPE, ATTR_SERVICE_NAME, ATTR_SERVICE_VERSION } from '@opentelemetry/semantic-conventions';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from './logger.js';
import { packageVersion } from './metrics.js';
import { type SpanAttributes, type SpanKind, type SpanStart, type TraceSpan, Tracing } from './tracing.js';
import type { SamplerName, TracingSettings } from './tracing.settings.js';

const NAMESPACE = 'order-notifications';
/** What does not fit any more is dropped: a collector that is slow or away costs traces, never memory or work. */
const QUEUE = { maxQueueSize: 4_096, maxExportBatchSize: 512, scheduledDelayMillis: 1_000 };
const EXPORTED_WITHIN_MS = 5_000;
/** Of the time that a process has to end in. */
const LAST_EXPORT_WITHIN_MS = 3_000;

const KINDS = {
  consumer: OtelSpanKind.CONSUMER,
  client: OtelSpanKind.CLIENT,
} as const satisfies Record<SpanKind, OtelSpanKind>;

const share = (ratio: number) => new TraceIdRatioBasedSampler(ratio);
const asParent = (root: Sampler) => new ParentBasedSampler({ root });

const SAMPLERS = {
  always_on: () => new AlwaysOnSampler(),
  always_off: () => new AlwaysOffSampler(),
  traceidratio: share,
  parentbased_always_on: () => asParent(new AlwaysOnSampler()),
  parentbased_always_off: () => asParent(new AlwaysOffSampler()),
  parentbased_traceidratio: (ratio) => asParent(share(ratio)),
} as const satisfies Record<SamplerName, (ratio: number) => Sampler>;

export class OtlpTracing extends Tracing implements OnApplicationShutdown {
  override readonly isOn = true;
  private readonly provider: TracerProvider;
  private readonly tracer: Tracer;

  constructor({ endpoint, serviceName, sampler, ratio }: TracingSettings, app: string, logger: Logger) {
    super();
    const exporter = new OTLPTraceExporter({ url: `${endpoint}/v1/traces`, timeoutMillis: EXPORTED_WITHIN_MS });
    this.provider = new TracerProvider({
      resource: resourceFromAttributes({
        [ATTR_SERVICE_NAME]: serviceName ?? app,
        [ATTR_SERVICE_VERSION]: packageVersion(),
        'service.namespace': NAMESPACE,
      }),
      sampler: SAMPLERS[sampler](ratio),
      spanProcessors: [new BatchSpanProcessor({ ...QUEUE, exporter: new HarmlessExporter(exporter, logger) })],
    });
    this.tracer = this.provider.getTracer(NAMESPACE);
  }

  override start(name: string, { kind, parent, attributes }: SpanStart): TraceSpan {
    const context = parent === undefined ? ROOT_CONTEXT : contextOf(spanContextOf(parent));
    return startSpan(this.tracer, { name, kind, attributes }, context);
  }

  /** Comes after the work in hand has ended. */
  async onApplicationShutdown(): Promise<void> {
    const exported = Promise.allSettled([this.provider.shutdown()]);
    await Promise.race([exported, delay(LAST_EXPORT_WITHIN_MS, undefined, { ref: false })]);
  }
}

interface NewSpan {
  readonly name: string;
  readonly kind: SpanKind;
  readonly attributes: SpanAttributes;
}

function startSpan(tracer: Tracer, { name, kind, attributes }: NewSpan, context: Context): TraceSpan {
  return new OtlpSpan(tracer, tracer.startSpan(name, { kind: KINDS[kind], attributes: plain(attributes) }, context));
}

class OtlpSpan implements TraceSpan {
  constructor(
    private readonly tracer: Tracer,
    private readonly span: Span,
  ) {}

  get traceparent(): string {
    const { traceId, spanId, traceFlags } = this.span.spanContext();
    return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
  }

  get logFields() {
    const { traceId, spanId } = this.span.spanContext();
    return { trace_id: traceId, span_id: spanId };
  }

  startChild(name: string, kind: SpanKind, attributes: SpanAttributes): TraceSpan {
    return startSpan(this.tracer, { name, kind, attributes }, contextOf(this.span.spanContext()));
  }

  end(attributes: SpanAttributes = {}, errorType?: string): void {
    this.span.setAttributes(plain(attributes));
    // Without a message: texts may name somebody.
    if (errorType !== undefined)
      this.span.setStatus({ code: SpanStatusCode.ERROR }).setAttribute(ATTR_ERROR_TYPE, errorType);
    this.span.end();
  }
}

function contextOf(spanContext: SpanContext): Context {
  return trace.setSpanContext(ROOT_CONTEXT, spanContext);
}

function spanContextOf(traceparent: string): SpanContext {
  const [, traceId = '', spanId = '', flags = ''] = traceparent.split('-');
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true };
}

/** Lists are copied: the SDK's types want to own them. */
function plain(attributes: SpanAttributes) {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [name, typeof value === 'object' ? [...value] : value]),
  );
}

/** One line when traces cannot be sent any more and one when they can again. Nobody else hears of it. */
class HarmlessExporter implements SpanExporter {
  private isFailing = false;

  constructor(
    private readonly exporter: SpanExporter,
    private readonly logger: Logger,
  ) {}

  export(spans: ReadableSpan[], done: (result: ExportResult) => void): void {
    this.exporter.export(spans, ({ code, error }) => {
      this.tell(code === ExportResultCode.FAILED, error);
      done({ code: ExportResultCode.SUCCESS });
    });
  }

  async forceFlush(): Promise<void> {
    await this.exporter.forceFlush?.();
  }

  shutdown(): Promise<void> {
    return this.exporter.shutdown();
  }

  private tell(isFailing: boolean, error: Error | undefined): void {
    if (isFailing && !this.isFailing) this.logger.warn({ err: error }, 'traces cannot be sent, and are dropped');
    if (!isFailing && this.isFailing) this.logger.info('traces can be sent again');
    this.isFailing = isFailing;
  }
}

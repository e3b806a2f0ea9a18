import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** A span as its collector was told of it. */
export interface CollectedSpan {
  readonly service: string;
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  /** As numbered by OTLP: 3 client, 5 consumer. */
  readonly kind: number;
  readonly isError: boolean;
  readonly attributes: Readonly<Record<string, unknown>>;
}

type OtlpValue = { arrayValue?: { values: OtlpValue[] } } & Record<string, unknown>;
interface OtlpAttribute {
  readonly key: string;
  readonly value: OtlpValue;
}
interface OtlpSpan extends Pick<CollectedSpan, 'name' | 'traceId' | 'spanId' | 'kind'> {
  readonly parentSpanId?: string;
  readonly attributes: OtlpAttribute[];
  readonly status: { readonly code?: number };
}
interface OtlpRequest {
  readonly resourceSpans: {
    readonly resource: { readonly attributes: OtlpAttribute[] };
    readonly scopeSpans: { readonly spans: OtlpSpan[] }[];
  }[];
}

const ERROR = 2;

/** Takes traces as OTLP over HTTP in JSON, as a collector would. */
export class TraceCollector {
  readonly spans: CollectedSpan[] = [];
  /** As they came. */
  readonly bodies: Buffer[] = [];
  /** It answers with this status. 0: it takes the request and never answers. */
  status = 200;
  refused = 0;

  private constructor(private readonly server: Server) {
    server.on('request', (request, response) => void this.answer(request, response));
  }

  static async start(): Promise<TraceCollector> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new TraceCollector(server);
  }

  /** For `OTEL_EXPORTER_OTLP_ENDPOINT`. */
  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Spans of one trace. */
  trace(traceId: string): CollectedSpan[] {
    return this.spans.filter((span) => span.traceId === traceId);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    if (this.status === 200 && request.method === 'POST' && request.url === '/v1/traces') this.keep(body);
    else this.refused += 1;
    if (this.status > 0) response.writeHead(this.status, { 'content-type': 'application/json' }).end('{}');
  }

  private keep(body: Buffer): void {
    this.bodies.push(body);
    for (const { resource, scopeSpans } of (JSON.parse(body.toString()) as OtlpRequest).resourceSpans) {
      const service = String(recordOf(resource.attributes)['service.name']);
      for (const span of scopeSpans.flatMap(({ spans }) => spans)) this.spans.push(collected(service, span));
    }
  }
}

function collected(service: string, { parentSpanId, attributes, status, ...span }: OtlpSpan): CollectedSpan {
  const { name, traceId, spanId, kind } = span;
  // The root of a trace has no parent, or an empty one.
  const parent = parentSpanId === '' ? undefined : parentSpanId;
  const isError = status.code === ERROR;
  return { service, name, traceId, spanId, parentSpanId: parent, kind, isError, attributes: recordOf(attributes) };
}

function recordOf(attributes: readonly OtlpAttribute[]): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, valueOf(value)]));
}

function valueOf(value: OtlpValue): unknown {
  return value.arrayValue === undefined ? Object.values(value)[0] : value.arrayValue.values.map(valueOf);
}

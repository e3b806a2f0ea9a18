/** Implements N3, N4. One pooled HTTP transport for the providers' SDKs; it knows whether a failed request may have arrived. */
import { type Dispatcher, Pool } from 'undici';
import type { SpanAttributes, TraceSpan } from '#runtime';
import { NotStartedError, type RequestStart, type StartGate } from './start-gate.js';

export interface ProviderRequest {
  readonly method: 'GET' | 'POST';
  /** Path and query. */
  readonly path: string;
  /** The path as traces show it, without anything that differs from one message to the next. Default: nothing is shown. */
  readonly route?: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
}

export interface ProviderResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** No answer came. `maybeTaken`: the request, or a part of it, may have reached the provider. */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError';
  readonly retryable = true;

  constructor(
    readonly code: 'connection_failed' | 'answer_timeout' | 'connection_lost',
    readonly maybeTaken: boolean,
    cause: unknown,
  ) {
    super('The provider gave no answer', { cause });
  }
}

/** From the connection's start to the last byte of the answer. */
const ANSWER_TIMEOUT_MS = 15_000;
const CONNECT_TIMEOUT_MS = 5_000;
const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'https:': 443, 'http:': 80 };
const FIRST_ERROR_STATUS = 400;

const ALWAYS: RequestStart = { mayStart: () => true };

/**
 * One request and its answer. Asks at the moment of writing whether it may: making a connection may have taken seconds. What fails before that
 * moment has not reached the provider.
 */
class Exchange implements Dispatcher.DispatchHandler {
  /** @throws NoAnswerError, NotStartedError by rejection */
  readonly answered: Promise<ProviderResponse>;
  private resolve!: (answer: ProviderResponse) => void;
  private reject!: (error: Error) => void;
  private readonly timer: NodeJS.Timeout;
  private controller: Dispatcher.DispatchController | undefined;
  /** A part of the request may be on its way. */
  private isWritten = false;
  private isOver = false;
  private status = 0;
  private headers: ProviderResponse['headers'] = {};
  private readonly chunks: Buffer[] = [];

  constructor(
    private readonly mayStart: StartGate,
    timeoutMs: number,
  ) {
    this.answered = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    this.timer = setTimeout(() => this.giveUp(), timeoutMs);
  }

  /** undici writes as soon as this returns. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    if (this.isOver || !this.mayStart()) controller.abort(new NotStartedError());
    else this.isWritten = true;
  }

  onResponseStart(_controller: unknown, status: number, headers: ProviderResponse['headers']): void {
    this.status = status;
    this.headers = headers;
  }

  onResponseData(_controller: unknown, chunk: Buffer): void {
    this.chunks.push(chunk);
  }

  onResponseEnd(): void {
    clearTimeout(this.timer);
    this.resolve({ status: this.status, headers: this.headers, body: Buffer.concat(this.chunks).toString() });
  }

  onResponseError(_controller: unknown, error: Error): void {
    this.fail(error);
  }

  /** undici cannot take back a request that still waits for its connection: that one is stopped as it is about to be written. */
  private giveUp(): void {
    const error = new DOMException('The provider did not answer in time', 'TimeoutError');
    this.fail(error);
    this.controller?.abort(error);
  }

  private fail(error: Error): void {
    clearTimeout(this.timer);
    this.isOver = true;
    this.reject(error instanceof NotStartedError ? error : noAnswer(error, this.isWritten));
  }
}

export class ProviderHttp {
  private readonly pool: Pool;
  private readonly basePath: string;
  private readonly server: SpanAttributes;

  /** @param answerTimeoutMs milliseconds; default 15 s */
  constructor(
    baseUrl: string,
    private readonly answerTimeoutMs = ANSWER_TIMEOUT_MS,
  ) {
    const { origin, pathname, hostname, port, protocol } = new URL(baseUrl);
    this.server = { 'server.address': hostname, 'server.port': Number(port) || DEFAULT_PORTS[protocol] };
    this.basePath = pathname.replace(/\/$/, '');
    // No limit here, the worker's slots are the limit: a request that queued for a connection would start later than it was decided.
    this.pool = new Pool(origin, { connect: { timeout: CONNECT_TIMEOUT_MS } });
  }

  /**
   * Any status is an answer. With a span, the request is told of as a part of it.
   * @throws NoAnswerError
   * @throws NotStartedError when the gate was closed as the request was about to be written
   */
  request(request: ProviderRequest, { mayStart, span }: RequestStart = ALWAYS): Promise<ProviderResponse> {
    if (span === undefined) return this.exchange(request, mayStart);
    const { method, route } = request;
    const attributes = { 'http.request.method': method, 'url.template': route, ...this.server };
    const name = route === undefined ? method : `${method} ${route}`;
    return traced(span.startChild(name, 'client', attributes), this.exchange(request, mayStart));
  }

  private exchange(request: ProviderRequest, mayStart: StartGate): Promise<ProviderResponse> {
    const exchange = new Exchange(mayStart, this.answerTimeoutMs);
    const { method, headers, body = null } = request;
    this.pool.dispatch({ method, path: this.basePath + request.path, headers, body }, exchange);
    return exchange.answered;
  }

  async close(): Promise<void> {
    await this.pool.close();
  }
}

/** Neither address nor answer: there stand numbers, names and texts. The trace's own context is not sent along: it is none of the provider's business. */
async function traced(span: TraceSpan, answered: Promise<ProviderResponse>): Promise<ProviderResponse> {
  try {
    const answer = await answered;
    const isError = answer.status >= FIRST_ERROR_STATUS;
    span.end({ 'http.response.status_code': answer.status }, isError ? String(answer.status) : undefined);
    return answer;
  } catch (error) {
    span.end({}, error instanceof NoAnswerError || error instanceof NotStartedError ? error.code : '_OTHER');
    throw error;
  }
}

function noAnswer(error: Error, maybeTaken: boolean): NoAnswerError {
  if (!maybeTaken) return new NoAnswerError('connection_failed', false, error);
  return new NoAnswerError(error.name === 'TimeoutError' ? 'answer_timeout' : 'connection_lost', true, error);
}

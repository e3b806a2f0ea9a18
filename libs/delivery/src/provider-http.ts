/** Implements N3, N4. One pooled HTTP transport for the providers' SDKs; it knows whether a failed request may have arrived. */
import { DecoratorHandler, type Dispatcher, Pool } from 'undici';
import { NotStartedError, currentStartGate } from './start-gate.js';

export interface ProviderRequest {
  readonly method: 'GET' | 'POST';
  /** Path and query. */
  readonly path: string;
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

/** Errors of a connection that was never made: nothing was written. */
const NEVER_CONNECTED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/** undici's types leave out the methods this class has. */
const Decorator = DecoratorHandler as unknown as new (handler: Dispatcher.DispatchHandler) => {
  onRequestStart(controller: Dispatcher.DispatchController, context: unknown): void;
};

/** Asks at the moment of writing: making a connection may have taken seconds. */
class StartGateHandler extends Decorator {
  constructor(
    handler: Dispatcher.DispatchHandler,
    private readonly mayStart: () => boolean,
  ) {
    super(handler);
  }

  override onRequestStart(controller: Dispatcher.DispatchController, context: unknown): void {
    if (this.mayStart()) super.onRequestStart(controller, context);
    else controller.abort(new NotStartedError());
  }
}

const startGated: Dispatcher.DispatcherComposeInterceptor = (dispatch) => (options, handler) =>
  dispatch(options, new StartGateHandler(handler, currentStartGate()));

export class ProviderHttp {
  private readonly pool: Dispatcher;
  private readonly basePath: string;

  /** @param answerTimeoutMs milliseconds; default 15 s */
  constructor(
    baseUrl: string,
    private readonly answerTimeoutMs = ANSWER_TIMEOUT_MS,
  ) {
    const { origin, pathname } = new URL(baseUrl);
    this.basePath = pathname.replace(/\/$/, '');
    // No limit here, the worker's slots are the limit: a request that queued for a connection would start later than it was decided.
    this.pool = new Pool(origin, { connect: { timeout: CONNECT_TIMEOUT_MS } }).compose(startGated);
  }

  /**
   * Any status is an answer.
   * @throws NoAnswerError
   * @throws NotStartedError when the surrounding start gate closed before the request was written
   */
  async request(request: ProviderRequest): Promise<ProviderResponse> {
    try {
      const { statusCode, headers, body } = await this.pool.request({
        method: request.method,
        path: this.basePath + request.path,
        headers: request.headers,
        body: request.body ?? null,
        signal: AbortSignal.timeout(this.answerTimeoutMs),
      });
      return { status: statusCode, headers, body: await body.text() };
    } catch (error) {
      if (error instanceof NotStartedError) throw error;
      throw noAnswer(error);
    }
  }

  async close(): Promise<void> {
    await this.pool.close();
  }
}

function noAnswer(error: unknown): NoAnswerError {
  // An aborted request's is a number, as of every DOMException.
  const { code, name } = error as { code?: unknown; name?: unknown };
  if (NEVER_CONNECTED.has(String(code))) return new NoAnswerError('connection_failed', false, error);
  const timedOut = name === 'TimeoutError' || String(code).includes('TIMEOUT');
  return new NoAnswerError(timedOut ? 'answer_timeout' : 'connection_lost', true, error);
}

/** Implements F8, N6. Who may open a stream: whoever has a valid token, and then only their own. */
import { Inject, Injectable } from '@nestjs/common';
import { AccessTokenError, AccessTokenVerifier, LOGGER, type Logger, SignInUnavailableError } from '#runtime';
import { type SignedIn, type StreamSocket, connectionSchema } from './stream-events.js';
import { StreamMetrics } from './stream.metrics.js';

type RefusalCode =
  'invalid_connection' | 'missing_token' | 'internal_error' | AccessTokenError['code'] | SignInUnavailableError['code'];

/** Reaches the client as `connect_error`: its message, and its code in `data`. */
export class ConnectionRefusedError extends Error {
  override readonly name = 'ConnectionRefusedError';
  readonly data: { readonly code: RefusalCode };

  constructor(code: RefusalCode, message: string) {
    super(message);
    this.data = { code };
  }
}

@Injectable()
export class SignIn {
  constructor(
    private readonly verifier: AccessTokenVerifier,
    private readonly metrics: StreamMetrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** socket.io middleware: the connection is a customer's from here on, or refused. */
  readonly middleware = (socket: StreamSocket, next: (error?: ConnectionRefusedError) => void): void => {
    this.identify(socket.handshake.auth).then(
      (identity) => {
        socket.data = identity;
        next();
      },
      (error: unknown) => next(this.refuse(error)),
    );
  };

  private async identify(auth: Record<string, unknown>): Promise<SignedIn> {
    if (!auth.token) throw new ConnectionRefusedError('missing_token', 'auth.token is required');
    const connection = connectionSchema.safeParse(auth);
    if (!connection.success) {
      throw new ConnectionRefusedError('invalid_connection', 'auth must be { token: string, lastSeq?: whole number }');
    }
    const { token, lastSeq } = connection.data;
    const { subject } = await this.verifier.verify(token);
    return { userId: subject, lastSeq: lastSeq ?? null };
  }

  private refuse(error: unknown): ConnectionRefusedError {
    const refusal = refusalOf(error);
    this.metrics.refusals.inc({ code: refusal.data.code });
    if (refusal.data.code === 'internal_error') this.logger.error({ err: error }, 'sign-in failed');
    return refusal;
  }
}

function refusalOf(error: unknown): ConnectionRefusedError {
  if (error instanceof ConnectionRefusedError) return error;
  if (error instanceof AccessTokenError || error instanceof SignInUnavailableError) {
    return new ConnectionRefusedError(error.code, error.message);
  }
  return new ConnectionRefusedError('internal_error', 'The connection cannot be opened');
}

/** Implements F8, N6. Who may open a stream: whoever has a valid token, and then only their own. */
import { Inject, Injectable } from '@nestjs/common';
import { AccessTokenError, AccessTokenVerifier, LOGGER, type Logger, SignInUnavailableError } from '#runtime';
import { IN_APP_SETTINGS, type InAppSettings } from '../in-app.settings.js';
import { type AdmissionFault, Admissions } from './admissions.js';
import { isAllowedOrigin } from './origin.js';
import { type SignedIn, type StreamSocket, connectionSchema } from './stream-events.js';
import { StreamMetrics } from './stream.metrics.js';

type RefusalCode =
  | 'missing_token'
  | 'forbidden_origin'
  | 'internal_error'
  | AdmissionFault
  | AccessTokenError['code']
  | SignInUnavailableError['code'];

const ADMISSION_FAULTS = {
  too_many_connections: 'The customer has too many connections',
  temporarily_unavailable: 'This server takes no more connections: connect again later',
  invalid_connection: 'A connection signs in once',
} as const satisfies Record<AdmissionFault, string>;

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
    private readonly admissions: Admissions,
    private readonly metrics: StreamMetrics,
    @Inject(IN_APP_SETTINGS) private readonly settings: Pick<InAppSettings, 'corsOrigins'>,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** socket.io middleware: the connection is a customer's from here on, or refused. */
  readonly middleware = (socket: StreamSocket, next: (error?: ConnectionRefusedError) => void): void => {
    this.identify(socket).then(
      (client) => {
        socket.data = client;
        next();
      },
      (error: unknown) => next(this.refuse(error)),
    );
  };

  /** Cheap questions first: a token is looked at only if it could open something. */
  private async identify({ handshake, conn }: StreamSocket): Promise<SignedIn> {
    if (!isAllowedOrigin(handshake.headers, this.settings.corsOrigins)) {
      throw new ConnectionRefusedError('forbidden_origin', 'Pages of this web site may not connect');
    }
    if (!this.admissions.isOpen) throw refusedFor('temporarily_unavailable');
    const { token, lastSeq } = connectionOf(handshake.auth);
    const { subject, expiresAt } = await this.verifier.verify(token);
    const fault = this.admissions.admit(subject, conn);
    if (fault !== undefined) throw refusedFor(fault);
    return { userId: subject, lastSeq: lastSeq ?? null, expiresAt };
  }

  private refuse(error: unknown): ConnectionRefusedError {
    const refusal = refusalOf(error);
    this.metrics.refusals.inc({ code: refusal.data.code });
    if (refusal.data.code === 'internal_error') this.logger.error({ err: error }, 'sign-in failed');
    return refusal;
  }
}

function connectionOf(auth: Record<string, unknown>) {
  if (!auth.token) throw new ConnectionRefusedError('missing_token', 'auth.token is required');
  const connection = connectionSchema.safeParse(auth);
  if (connection.success) return connection.data;
  throw new ConnectionRefusedError('invalid_connection', 'auth must be { token: string, lastSeq?: whole number }');
}

function refusedFor(fault: AdmissionFault): ConnectionRefusedError {
  return new ConnectionRefusedError(fault, ADMISSION_FAULTS[fault]);
}

function refusalOf(error: unknown): ConnectionRefusedError {
  if (error instanceof ConnectionRefusedError) return error;
  if (error instanceof AccessTokenError || error instanceof SignInUnavailableError) {
    return new ConnectionRefusedError(error.code, error.message);
  }
  return new ConnectionRefusedError('internal_error', 'The connection cannot be opened');
}

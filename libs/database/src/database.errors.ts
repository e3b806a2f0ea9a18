import { SetupError, certificateFault } from '#runtime';

const NO_SUCH_DATABASE = '3D000';

/** PostgreSQL cannot be reached, is shutting down, or does not have the database yet. The work is untouched and may be tried again. */
export class DatabaseUnavailableError extends Error {
  override readonly name = 'DatabaseUnavailableError';
  readonly code = 'database_unavailable';
  readonly retryable = true;

  constructor(cause: unknown) {
    super(sqlState(cause) === NO_SUCH_DATABASE ? 'PostgreSQL has no such database' : 'PostgreSQL cannot be reached', {
      cause,
    });
  }
}

/** A table or column that the code uses is not there. Waiting helps once somebody migrates. */
export class SchemaOutdatedError extends Error {
  override readonly name = 'SchemaOutdatedError';
  readonly code = 'schema_outdated';
  readonly retryable = true;

  constructor(cause: unknown) {
    super('The schema of the database is older than this version: run npm run db:migrate', { cause });
  }
}

/** Class 28: invalid authorization. */
const REFUSES_USER = /^28/;
/** What pg_hba.conf refuses has the state of a user who is refused; only the text tells. */
const WANTS_ENCRYPTION = /\bno encryption\b/;
/** Of pg itself. */
const OFFERS_NO_ENCRYPTION = /does not support SSL/;

/** PostgreSQL answers, and says no, or we do. Waiting does not help. */
export class DatabaseRefusedError extends SetupError {
  override readonly name = 'DatabaseRefusedError';
  override readonly code = 'database_refused';

  constructor(cause: unknown) {
    super([refusal(cause)], { cause });
  }
}

function refusal(cause: unknown): string {
  const error = driverError(cause);
  const text = String(error.message);
  const certificate = certificateFault(error);
  if (certificate !== undefined) return `PostgreSQL cannot be trusted: ${certificate}`;
  if (OFFERS_NO_ENCRYPTION.test(text))
    return 'PostgreSQL does not offer the encryption that the database address asks for: check sslmode';
  if (!REFUSES_USER.test(sqlState(cause) ?? ''))
    return `PostgreSQL refuses the connection${codeIn(error)}: check sslmode and the rights of the user in DATABASE_URL and KEY_DATABASE_URL`;
  return WANTS_ENCRYPTION.test(text)
    ? 'PostgreSQL refuses a connection without encryption: the database address wants sslmode=verify-full'
    : 'PostgreSQL refuses the user or password of the database address: correct DATABASE_URL or KEY_DATABASE_URL';
}

/** Of the server, or of TLS. The message would quote addresses. */
function codeIn({ code }: { code?: unknown }): string {
  return typeof code === 'string' ? `, ${code}` : '';
}

/** SQLSTATE classes and codes that say "the server, not the statement". See PostgreSQL, appendix A. */
const UNAVAILABLE_STATES = /^(08|57P0[123]|53[0-4]|25006|57014|3D000)/;

const NETWORK_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/** pg reports a dropped connection as a plain Error with one of these texts. */
const NETWORK_TEXTS =
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|Cannot use a pool after calling end|Driver not Connected|timeout expired)/i;

/** TypeORM's word for a connection that was lost between two statements of a transaction: it gives the connection back by itself. */
const CONNECTION_LOST = 'QueryRunnerAlreadyReleasedError';

/** The SQLSTATE of a failed statement, or undefined. */
export function sqlState(error: unknown): string | undefined {
  const code = driverError(error).code;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : undefined;
}

export function isUnavailable(error: unknown): boolean {
  const { name, code, message, errors } = driverError(error);
  if (name === CONNECTION_LOST) return true;
  if (Array.isArray(errors)) return errors.some(isUnavailable);
  const state = sqlState(error);
  if (state !== undefined) return UNAVAILABLE_STATES.test(state);
  return (typeof code === 'string' && NETWORK_CODES.has(code)) || NETWORK_TEXTS.test(String(message));
}

/** 42P01: no such table, 42703: no such column, 3F000: no such schema. */
export function isSchemaOutdated(error: unknown): boolean {
  return ['42P01', '42703', '3F000'].includes(sqlState(error) ?? '');
}

/** A deadlock or serialisation failure: the same transaction succeeds when run again. */
export function isConflict(error: unknown): boolean {
  const state = sqlState(error);
  return state === '40P01' || state === '40001';
}

/** A value the server refuses (class 22) or a constraint broken (class 23): the same statement fails for ever. */
export function isBadData(error: unknown): boolean {
  return /^2[23]/.test(sqlState(error) ?? '');
}

function driverError(error: unknown): { name?: unknown; code?: unknown; message?: unknown; errors?: unknown } {
  const inner = (error as { driverError?: unknown } | null)?.driverError;
  return inner ?? error ?? {};
}

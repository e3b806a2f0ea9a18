/** PostgreSQL cannot be reached or is shutting down. The work is untouched and may be tried again. */
export class DatabaseUnavailableError extends Error {
  override readonly name = 'DatabaseUnavailableError';
  readonly code = 'database_unavailable';
  readonly retryable = true;

  constructor(cause: unknown) {
    super('PostgreSQL cannot be reached', { cause });
  }
}

/** SQLSTATE classes and codes that say "the server, not the statement". See PostgreSQL, appendix A. */
const UNAVAILABLE_STATES = /^(08|57P0[123]|53[0-4]|25006|57014)/;

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

/** The SQLSTATE of a failed statement, or undefined. */
export function sqlState(error: unknown): string | undefined {
  const code = driverError(error).code;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : undefined;
}

export function isUnavailable(error: unknown): boolean {
  const { code, message, errors } = driverError(error);
  if (Array.isArray(errors)) return errors.some(isUnavailable);
  const state = sqlState(error);
  if (state !== undefined) return UNAVAILABLE_STATES.test(state);
  return (typeof code === 'string' && NETWORK_CODES.has(code)) || NETWORK_TEXTS.test(String(message));
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

function driverError(error: unknown): { code?: unknown; message?: unknown; errors?: unknown } {
  const inner = (error as { driverError?: unknown } | null)?.driverError;
  return inner ?? error ?? {};
}

/** Implements N3. The last question before a request is written to a provider's connection: may it still start? */

/** The start window closed while a connection was being made. Nothing was written. */
export class NotStartedError extends Error {
  override readonly name = 'NotStartedError';
  readonly code = 'not_started';
  readonly retryable = true;

  constructor() {
    super('The start window closed before the request was written');
  }
}

const ALWAYS = (): boolean => true;
let current = ALWAYS;

/**
 * Runs `work`; the provider request that it makes before it first waits asks `mayStart` right before it is written. Carried along beside the
 * providers' SDKs, which would not pass it on, and which make their requests at once. (An AsyncLocalStorage would bear with one that does not, and
 * before Node 24 it makes every promise of the process dearer.)
 */
export function withStartGate<T>(mayStart: () => boolean, work: () => Promise<T>): Promise<T> {
  const outer = current;
  current = mayStart;
  try {
    return work();
  } finally {
    current = outer;
  }
}

/** The question of the surrounding `withStartGate`; outside of one, the answer is always yes. */
export function currentStartGate(): () => boolean {
  return current;
}

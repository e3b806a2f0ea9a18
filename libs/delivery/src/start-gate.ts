/** Implements N3. The last question before a request is written to a provider's connection: may it still start? */
import { AsyncLocalStorage } from 'node:async_hooks';

/** The start window closed while a connection was being made. Nothing was written. */
export class NotStartedError extends Error {
  override readonly name = 'NotStartedError';
  readonly code = 'not_started';
  readonly retryable = true;

  constructor() {
    super('The start window closed before the request was written');
  }
}

const gate = new AsyncLocalStorage<() => boolean>();

/**
 * Runs `work`; provider requests made inside it ask `mayStart` right before they are written. Carried along beside the providers' SDKs,
 * which would not pass it on.
 */
export function withStartGate<T>(mayStart: () => boolean, work: () => Promise<T>): Promise<T> {
  return gate.run(mayStart, work);
}

/** The question of the surrounding `withStartGate`; outside of one, the answer is always yes. */
export function currentStartGate(): () => boolean {
  return gate.getStore() ?? (() => true);
}

/** Implements N3. The last question before a request is written to a provider's connection: may it still start? */
import type { TraceSpan } from '#runtime';

/** Asked once, right before the first byte. */
export type StartGate = () => boolean;

/** What a request to a provider has to know, of which the provider's SDK knows nothing. */
export interface RequestStart {
  readonly mayStart: StartGate;
  /** The request becomes a part of it. */
  readonly span?: TraceSpan | undefined;
}

/** The start window closed while a connection was being made. Nothing was written. */
export class NotStartedError extends Error {
  override readonly name = 'NotStartedError';
  readonly code = 'not_started';
  readonly retryable = true;

  constructor() {
    super('The start window closed before the request was written');
  }
}

/**
 * Carries it past a provider's SDK, which would not pass it on, but makes its request before it first waits. (An AsyncLocalStorage would
 * bear with one that does not; before Node 24 it makes every promise of the process dearer.)
 */
export class StartGateCarrier {
  private carried: RequestStart | undefined;

  /** @param work calls the SDK */
  carry<T>(start: RequestStart, work: () => T): T {
    this.carried = start;
    try {
      return work();
    } finally {
      this.carried = undefined;
    }
  }

  /** Of the request that the SDK is making now. @throws Error when the SDK has waited: nobody knows whose request it is */
  get current(): RequestStart {
    if (this.carried === undefined) throw new Error('The SDK waited before it made its request');
    return this.carried;
  }
}

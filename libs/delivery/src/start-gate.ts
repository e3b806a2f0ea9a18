/** Implements N3. The last question before a request is written to a provider's connection: may it still start? */

/** Asked once, right before the first byte. */
export type StartGate = () => boolean;

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
 * Carries the gate past a provider's SDK, which would not pass it on, but makes its request before it first waits. (An AsyncLocalStorage would
 * bear with one that does not; before Node 24 it makes every promise of the process dearer.)
 */
export class StartGateCarrier {
  private carried: StartGate | undefined;

  /** @param work calls the SDK */
  carry<T>(mayStart: StartGate, work: () => T): T {
    this.carried = mayStart;
    try {
      return work();
    } finally {
      this.carried = undefined;
    }
  }

  /** Of the request that the SDK is making now. @throws Error when the SDK has waited: nobody knows whose request it is */
  get current(): StartGate {
    if (this.carried === undefined) throw new Error('The SDK waited before it made its request');
    return this.carried;
  }
}

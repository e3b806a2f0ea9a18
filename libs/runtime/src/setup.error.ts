/**
 * Something around the process is not as it must be, and only who operates it can change that: waiting does not help. `faults` says what, and what
 * to do, one line each. Where the code noticed it tells nobody anything, so no stack is logged.
 */
export class SetupError extends Error {
  override readonly name: string = 'SetupError';
  readonly code: string = 'wrong_setup';
  readonly retryable = false;

  constructor(
    readonly faults: readonly string[],
    options?: ErrorOptions,
  ) {
    super(faults.join('\n'), options);
  }
}

/** Sealed data does not open: damaged, truncated, moved to another place, or sealed with another key. */
export class SealBrokenError extends Error {
  override readonly name = 'SealBrokenError';
  readonly code = 'seal_broken';
  readonly retryable = false;

  constructor(options?: ErrorOptions) {
    super('The sealed data does not open.', options);
  }
}

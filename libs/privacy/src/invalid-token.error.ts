/** The token is not one of ours, or no longer. On purpose it does not say why: that would help whoever tries tokens. */
export class InvalidTokenError extends Error {
  override readonly name = 'InvalidTokenError';
  readonly code = 'invalid_token';
  readonly retryable = false;

  constructor() {
    super('The token is not valid.');
  }
}

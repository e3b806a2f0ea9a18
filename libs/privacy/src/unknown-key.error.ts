/** Something was sealed with a key that this keyring does not hold: removed too early, or another environment's data. */
export class UnknownKeyError extends Error {
  override readonly name = 'UnknownKeyError';
  readonly code = 'unknown_key';
  readonly retryable = false;

  constructor(readonly keyId: string) {
    super('The key is not in the keyring.');
  }
}

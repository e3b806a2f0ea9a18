/** Implements N6, N9. Customers' data keys as they were found. One that does not unwrap concerns its customer, and nobody else. */

import { UnknownKeyError } from '#privacy';

/**
 * A customer's key is there and does not unwrap: its row is damaged, or the keyring lacks what wrapped it. Nothing of the customer can be read
 * or sealed until somebody mends either. It does not mean that the customer was erased.
 */
export class UnreadableKeyError extends Error {
  override readonly name = 'UnreadableKeyError';
  readonly code = 'key_unreadable';
  readonly retryable = false;

  constructor(
    /** Whose keys they are. */
    readonly userIds: readonly string[],
    options?: ErrorOptions,
  ) {
    super("A customer's key does not unwrap.", options);
  }
}

const isOfKeyring = (cause: unknown) => cause instanceof UnknownKeyError;

export class CustomerKeys {
  private readonly keys = new Map<string, Buffer>();
  private readonly faults = new Map<string, UnreadableKeyError>();

  add(userId: string, key: Buffer): void {
    this.keys.set(userId, key);
  }

  addUnreadable(userId: string, fault: UnreadableKeyError): void {
    this.faults.set(userId, fault);
  }

  /**
   * @returns undefined: the customer has been erased, or never had anything sealed
   * @throws UnreadableKeyError
   */
  get(userId: string): Buffer | undefined {
    const fault = this.faults.get(userId);
    if (fault !== undefined) throw fault;
    return this.keys.get(userId);
  }

  /** Whether there is a key, readable or not. */
  has(userId: string): boolean {
    return this.keys.has(userId) || this.faults.has(userId);
  }

  isUnreadable(userId: string): boolean {
    return this.faults.has(userId);
  }

  /** Those that unwrap, by customer. */
  get readable(): ReadonlyMap<string, Buffer> {
    return this.keys;
  }

  /** @throws UnreadableKeyError naming all of them whose keys do not unwrap; its cause is the keyring's where the keyring lacks one of theirs */
  requireReadable(userIds: Iterable<string>): void {
    const unreadable = [...new Set(userIds)].filter((userId) => this.isUnreadable(userId));
    if (unreadable.length === 0) return;
    const causes = unreadable.map((userId) => this.faults.get(userId)?.cause);
    throw new UnreadableKeyError(unreadable, { cause: causes.find(isOfKeyring) ?? causes[0] });
  }
}

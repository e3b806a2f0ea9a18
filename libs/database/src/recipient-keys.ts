/** Implements N6, N8. Data keys of customers: made when first needed, unwrapped when used, remembered for seconds only. */
import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type Keyring, generateDataKey, unwrapKey, wrapKey } from '#privacy';
import type { Clock } from '#runtime';
import type { Database } from './database.js';
import { type ProviderErasure, sealErasure } from './provider-erasures.js';
import { type Tombstone, destroyKeys, insertProviderErasures } from './repositories/erasure-ledger.repository.js';
import { findKeys, insertKeys } from './repositories/recipient-key.repository.js';

/** An erased customer's key must stop working soon, on every replica. */
const REMEMBERED_MS = 5_000;
const MOST_REMEMBERED = 20_000;

interface Remembered {
  readonly key: Buffer;
  readonly until: number;
}

export class RecipientKeys {
  private remembered = new Map<string, Remembered>();

  /** @param database where `vault.recipient_key` lives; it may be another one than the rest's */
  constructor(
    readonly database: Database,
    /** What customers' keys are wrapped with, and what the service seals for itself. */
    readonly keyring: Keyring,
    private readonly clock: Clock,
  ) {}

  /** @returns the keys that exist; a customer without one has been erased, or never had anything sealed */
  async find(userIds: Iterable<string>): Promise<Map<string, Buffer>> {
    const keys = new Map<string, Buffer>();
    const missing: string[] = [];
    for (const userId of new Set(userIds)) {
      const key = this.recall(userId);
      if (key === undefined) missing.push(userId);
      else keys.set(userId, key);
    }
    if (missing.length > 0) await this.load(missing, keys);
    return keys;
  }

  /**
   * Like `find`, and makes the keys that are missing. Never for an erased customer, who is left out. For one who has come back it takes as
   * long as a key is remembered: no replica may seal or read with the key of the life before when the new one is in use.
   * @param knownAt how new the news of customers is who may have come back
   */
  async findOrCreate(
    userIds: Iterable<string>,
    knownAt: ReadonlyMap<string, Date> = new Map(),
  ): Promise<Map<string, Buffer>> {
    const wanted = new Set(userIds);
    const keys = await this.find(wanted);
    const missing = [...wanted].filter((userId) => !keys.has(userId));
    if (missing.length === 0) return keys;
    const made = missing.map((userId) => this.make(userId, knownAt.get(userId) ?? null));
    const inserted = await insertKeys(this.database, made, this.clock.now());
    if (inserted.some(({ cameBack }) => cameBack)) await delay(REMEMBERED_MS);
    const own = new Set(inserted.map(({ userId }) => userId));
    const madeAt = this.clock.monotonic();
    for (const { userId, dataKey } of made) if (own.has(userId)) this.remember(userId, dataKey, madeAt, keys);
    // Another process was first, or the customer was erased.
    const others = missing.filter((userId) => !own.has(userId));
    if (others.length > 0) await this.load(others, keys);
    return keys;
  }

  /** Erases for good: keys are gone, the ledger knows, and what the providers are to forget is on its way. All of it or nothing. */
  async destroy(tombstones: readonly Tombstone[], requests: readonly ProviderErasure[]): Promise<void> {
    const rows = requests.map((request) => sealErasure(this.keyring, request));
    await this.database.transaction(async (sql) => {
      await destroyKeys(sql, tombstones);
      await insertProviderErasures(sql, rows, this.clock.now());
    });
    for (const { userId } of tombstones) this.remembered.delete(userId);
  }

  private make(userId: string, knownAt: Date | null) {
    const dataKey = generateDataKey(randomBytes);
    return { userId, knownAt, dataKey, wrappedKey: wrapKey(this.keyring, dataKey, userId, randomBytes) };
  }

  private recall(userId: string): Buffer | undefined {
    const entry = this.remembered.get(userId);
    return entry !== undefined && entry.until > this.clock.monotonic() ? entry.key : undefined;
  }

  private async load(userIds: readonly string[], into: Map<string, Buffer>): Promise<void> {
    const readAt = this.clock.monotonic();
    for (const { userId, wrappedKey } of await findKeys(this.database, userIds)) {
      this.remember(userId, unwrapKey(this.keyring, wrappedKey, userId), readAt, into);
    }
  }

  private remember(userId: string, key: Buffer, readAt: number, into: Map<string, Buffer>): void {
    if (this.remembered.size > MOST_REMEMBERED) this.remembered = new Map();
    into.set(userId, key);
    this.remembered.set(userId, { key, until: readAt + REMEMBERED_MS });
  }
}

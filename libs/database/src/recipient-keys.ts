/** Implements N6, N8. Data keys of customers: made when first needed, unwrapped when used, remembered for seconds only. */
import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type Keyring, SealBrokenError, UnknownKeyError, generateDataKey, unwrapKey, wrapKey } from '#privacy';
import type { Clock } from '#runtime';
import { CustomerKeys, UnreadableKeyError } from './customer-keys.js';
import type { Database } from './database.js';
import { type ProviderErasure, sealErasure } from './provider-erasures.js';
import {
  type Tombstone,
  anyComesBack,
  destroyKeys,
  insertProviderErasures,
} from './repositories/erasure-ledger.repository.js';
import { type WrappedKey, findKeys, insertKeys } from './repositories/recipient-key.repository.js';

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
    /** Told each time a key turns out not to unwrap: somebody has to mend its row, or the keyring. */
    private readonly onUnreadable: (fault: UnreadableKeyError) => void = () => undefined,
  ) {}

  /** @returns the keys that exist; a customer without one has been erased, or never had anything sealed */
  async find(userIds: Iterable<string>): Promise<CustomerKeys> {
    const keys = new CustomerKeys();
    const missing: string[] = [];
    for (const userId of new Set(userIds)) {
      const key = this.recall(userId);
      if (key === undefined) missing.push(userId);
      else keys.add(userId, key);
    }
    if (missing.length > 0) await this.load(missing, keys);
    return keys;
  }

  /**
   * Like `find`, and makes the keys that are missing. Never for an erased customer, who is left out. One who comes back waits until every
   * replica has forgotten the key of the life before.
   * @param knownAt how new the news of customers is who may have come back
   */
  async findOrCreate(userIds: Iterable<string>, knownAt: ReadonlyMap<string, Date> = new Map()): Promise<CustomerKeys> {
    const wanted = new Set(userIds);
    const keys = await this.find(wanted);
    const missing = [...wanted].filter((userId) => !keys.has(userId));
    if (missing.length === 0) return keys;
    if (await this.anyComesBack(missing, knownAt)) await delay(REMEMBERED_MS);
    const made = missing.map((userId) => this.make(userId, knownAt.get(userId) ?? null));
    const own = new Set(await insertKeys(this.database, made, this.clock.now()));
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

  private async anyComesBack(userIds: readonly string[], knownAt: ReadonlyMap<string, Date>): Promise<boolean> {
    const news = userIds.flatMap((userId) => {
      const at = knownAt.get(userId);
      return at === undefined ? [] : [{ userId, at }];
    });
    return news.length > 0 && anyComesBack(this.database, news);
  }

  private make(userId: string, knownAt: Date | null) {
    const dataKey = generateDataKey(randomBytes);
    return { userId, knownAt, dataKey, wrappedKey: wrapKey(this.keyring, dataKey, userId, randomBytes) };
  }

  private recall(userId: string): Buffer | undefined {
    const entry = this.remembered.get(userId);
    return entry !== undefined && entry.until > this.clock.monotonic() ? entry.key : undefined;
  }

  private async load(userIds: readonly string[], into: CustomerKeys): Promise<void> {
    const readAt = this.clock.monotonic();
    for (const row of await findKeys(this.database, userIds)) {
      const { userId } = row;
      const key = this.unwrap(row);
      if (key instanceof UnreadableKeyError) {
        into.addUnreadable(userId, key);
        this.onUnreadable(key);
      } else {
        this.remember(userId, key, readAt, into);
      }
    }
  }

  private unwrap({ userId, wrappedKey }: WrappedKey): Buffer | UnreadableKeyError {
    try {
      return unwrapKey(this.keyring, wrappedKey, userId);
    } catch (error) {
      if (!(error instanceof SealBrokenError || error instanceof UnknownKeyError)) throw error;
      return new UnreadableKeyError([userId], { cause: error });
    }
  }

  private remember(userId: string, key: Buffer, readAt: number, into: CustomerKeys): void {
    if (this.remembered.size > MOST_REMEMBERED) this.remembered = new Map();
    into.add(userId, key);
    this.remembered.set(userId, { key, until: readAt + REMEMBERED_MS });
  }
}

/** Implements N6, N8. Moves what is stored from older keys to the active ones, in small steps, while everything else works. */
import { randomBytes } from 'node:crypto';
import {
  type Database,
  type FormerHash,
  type SealedOriginal,
  type WrappedKey,
  findTraces,
  listKeys,
  listProviderErasures,
  renewHashes,
  resealErasure,
  resealProviderErasure,
  rewrapKeys,
  saveOriginal,
} from '#database';
import { resealOriginal } from '#messaging';
import {
  AddressHasher,
  KeyedHash,
  type Keyring,
  SealBrokenError,
  UnknownKeyError,
  keyIdOf,
  unwrapKey,
  wrapKey,
} from '#privacy';
import { contactsIn } from './erasure.js';
import { pages } from './pages.js';
import { sealedOriginals } from './rejected-events-of.js';

export interface RotationParts {
  readonly database: Database;
  /** May be the same. */
  readonly keyDatabase: Database;
  /** `PII_KEYRING`. */
  readonly piiKeyring: Keyring;
  /** `LOOKUP_KEYRING`. */
  readonly lookupKeyring: Keyring;
}

/** What was moved; a second run moves nothing. */
export interface Rotated {
  /** Customers whose keys do not unwrap: nothing of theirs was moved, and what wrapped them may still be needed. */
  readonly unreadable: readonly string[];
  readonly customers: number;
  readonly rewrapped: number;
  readonly rehashed: number;
  readonly resealed: number;
}

const PAGE = 200;

/**
 * Keys are wrapped anew, not made anew: what they sealed stays as it is. Stopped at any point, the next run goes on with what is left; apps may run all
 * the while, as long as they know the older keys, too.
 * @param onProgress told after each page, with the customers seen so far
 */
export async function rotateKeys(parts: RotationParts, onProgress: (customers: number) => void): Promise<Rotated> {
  const { lookupKeyring } = parts;
  const hasher = lookupKeyring.ids.length === 1 ? null : new AddressHasher(new KeyedHash(lookupKeyring));
  let [customers, rewrapped, rehashed] = [0, 0, 0];
  const unreadable: string[] = [];
  for await (const page of pages<WrappedKey>((after) => listKeys(parts.keyDatabase, after?.userId ?? '', PAGE))) {
    const { opened, locked } = unwrapAll(parts.piiKeyring, page);
    rewrapped += await rewrap(parts, opened);
    if (hasher !== null) for (const key of opened) rehashed += await rehash(parts, key, hasher);
    unreadable.push(...locked);
    customers += page.length;
    onProgress(customers);
  }
  const resealed = (await resealOriginals(parts)) + (await resealErasures(parts));
  return { unreadable, customers, rewrapped, rehashed, resealed };
}

interface OpenedKey extends WrappedKey {
  readonly dataKey: Buffer;
}

/** @returns those that unwrap, and the customers whose keys do not */
function unwrapAll(keyring: Keyring, page: readonly WrappedKey[]) {
  const opened: OpenedKey[] = [];
  const locked: string[] = [];
  for (const key of page) {
    try {
      opened.push({ ...key, dataKey: unwrapKey(keyring, key.wrappedKey, key.userId) });
    } catch (error) {
      if (!isUnreadable(error)) throw error;
      locked.push(key.userId);
    }
  }
  return { opened, locked };
}

const isUnreadable = (error: unknown) => error instanceof SealBrokenError || error instanceof UnknownKeyError;

async function rewrap({ keyDatabase, piiKeyring }: RotationParts, page: readonly OpenedKey[]): Promise<number> {
  const old = page.filter(({ wrappedKey }) => isOld(wrappedKey, piiKeyring));
  if (old.length === 0) return 0;
  const rewrapped = old.map((key) => ({
    ...key,
    rewrapped: wrapKey(piiKeyring, key.dataKey, key.userId, randomBytes),
  }));
  return rewrapKeys(keyDatabase, rewrapped);
}

/** A hash tells nothing of its address: the addresses are opened and hashed again. */
async function rehash(
  { database }: RotationParts,
  { userId, dataKey }: OpenedKey,
  hasher: AddressHasher,
): Promise<number> {
  const contacts = contactsIn(await findTraces(database, userId), dataKey);
  const hashes = contacts.flatMap(({ email, phone }) => [
    ...formerHashes(userId, 'email', hasher.everyHashOf('email', email)),
    ...formerHashes(userId, 'sms', hasher.everyHashOf('phone', phone)),
  ]);
  const distinct = new Map(hashes.map((hash) => [`${hash.channel}:${hash.former.toString('hex')}`, hash]));
  return database.transaction((sql) => renewHashes(sql, [...distinct.values()]));
}

function formerHashes(userId: string, channel: FormerHash['channel'], [current, ...former]: Buffer[]): FormerHash[] {
  return current === undefined ? [] : former.map((hash) => ({ userId, channel, former: hash, current }));
}

async function resealOriginals({ database, piiKeyring }: RotationParts): Promise<number> {
  let resealed = 0;
  for await (const page of sealedOriginals(database)) {
    for (const event of page) {
      const originalSealed = sealedAnew(piiKeyring, event);
      if (originalSealed === undefined) continue;
      await saveOriginal(database, { ...event, originalSealed });
      resealed += 1;
    }
  }
  return resealed;
}

/** @returns undefined: it need not be, or cannot be. A replay passes over what does not open, too, and says so. */
function sealedAnew(keyring: Keyring, event: SealedOriginal): Buffer | undefined {
  try {
    return isOld(event.originalSealed, keyring)
      ? resealOriginal(keyring, event, event.originalSealed, randomBytes)
      : undefined;
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    return undefined;
  }
}

async function resealErasures({ keyDatabase, piiKeyring }: RotationParts): Promise<number> {
  const old = (await listProviderErasures(keyDatabase)).filter((row) => isOld(row.subjectSealed, piiKeyring));
  for (const row of old) await resealProviderErasure(keyDatabase, resealErasure(piiKeyring, row));
  return old.length;
}

const isOld = (sealed: Buffer, keyring: Keyring) => keyIdOf(sealed) !== keyring.activeId;

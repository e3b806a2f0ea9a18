/** Implements N6. A data key per customer, kept wrapped: destroying the one row that holds it erases the customer. */
import type { Keyring } from './keyring.js';
import { KEY_BYTES } from './keyring.js';
import { openWithKeyring, sealWithKeyring } from './keyring-sealing.js';
import type { RandomBytes } from './random-bytes.js';
import { SealBrokenError } from './seal-broken.error.js';

const USE = 'customer-key';

/** A new key for one customer, 32 bytes. */
export function generateDataKey(randomBytes: RandomBytes): Buffer {
  return randomBytes(KEY_BYTES);
}

/** Wraps a customer's key with the active key of `PII_KEYRING`. It unwraps for this customer only. */
export function wrapKey(keyring: Keyring, dataKey: Buffer, userId: string, randomBytes: RandomBytes): Buffer {
  return sealWithKeyring(keyring, USE, dataKey, placeOf(userId), randomBytes);
}

/**
 * @throws SealBrokenError
 * @throws UnknownKeyError
 */
export function unwrapKey(keyring: Keyring, wrapped: Buffer, userId: string): Buffer {
  const dataKey = openWithKeyring(keyring, USE, wrapped, placeOf(userId));
  if (dataKey.length !== KEY_BYTES) throw new SealBrokenError();
  return dataKey;
}

function placeOf(userId: string) {
  return { table: 'recipient_key', column: 'wrapped_key', row: userId };
}

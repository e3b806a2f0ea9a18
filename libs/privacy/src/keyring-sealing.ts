/** Implements N6. Sealing with a keyring's active key. The key's id goes along, so that what older keys closed still opens. */
import type { Keyring } from './keyring.js';
import { KEY_ID } from './keyring.js';
import type { RandomBytes } from './random-bytes.js';
import { SealBrokenError } from './seal-broken.error.js';
import { type Place, open, seal } from './sealing.js';

const VERSION = 1;
const HEADER_BYTES = 2;

/** Layout: version (1 byte), length of the key id (1), key id, sealed data. */
export function sealWithKeyring(
  keyring: Keyring,
  use: string,
  plaintext: Buffer | string,
  place: Place,
  randomBytes: RandomBytes,
): Buffer {
  const keyId = Buffer.from(keyring.activeId, 'latin1');
  const sealed = seal(keyring.keyFor(use), plaintext, place, randomBytes);
  return Buffer.concat([Buffer.of(VERSION, keyId.length), keyId, sealed]);
}

/**
 * @throws SealBrokenError
 * @throws UnknownKeyError when the key is no longer in the keyring
 */
export function openWithKeyring(keyring: Keyring, use: string, blob: Buffer, place: Place): Buffer {
  const keyId = keyIdOf(blob);
  return open(keyring.keyFor(use, keyId), blob.subarray(HEADER_BYTES + keyId.length), place);
}

/**
 * The id of the key that closed this, for finding what is left to re-wrap after a rotation.
 * @throws SealBrokenError
 */
export function keyIdOf(blob: Buffer): string {
  const [version, length = 0] = blob;
  const keyId = blob.toString('latin1', HEADER_BYTES, HEADER_BYTES + length);
  if (version !== VERSION || keyId.length !== length || !KEY_ID.test(keyId)) throw new SealBrokenError();
  return keyId;
}

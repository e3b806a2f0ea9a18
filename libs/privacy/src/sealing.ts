/** Implements N6. Sealing: what is written here can only be read with the key, at the place it was written to. */
import { type KeyObject, createCipheriv, createDecipheriv } from 'node:crypto';
import type { RandomBytes } from './random-bytes.js';
import { SealBrokenError } from './seal-broken.error.js';

/**
 * Where sealed data belongs. It opens nowhere else, so that a row cannot be given another row's content.
 * Table and column are names in our schema and hold no NUL; `row` may be anything.
 */
export interface Place {
  readonly table: string;
  readonly column: string;
  readonly row: string;
}

const ALGORITHM = 'aes-256-gcm';
const VERSION = Buffer.of(1);
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const NONCE_END = VERSION.length + NONCE_BYTES;

/** How many bytes longer than its content sealed data is. */
export const SEAL_OVERHEAD_BYTES = NONCE_END + TAG_BYTES;

/**
 * Seals with AES-256-GCM. Layout: version (1 byte), nonce (12), ciphertext, tag (16).
 * The nonce is random, so a key may seal some 2^32 times at most: far more than one customer's lifetime.
 * @param dataKey 32 bytes
 * @param plaintext bytes, or text that is encoded as UTF-8
 */
export function seal(
  dataKey: Buffer | KeyObject,
  plaintext: Buffer | string,
  place: Place,
  randomBytes: RandomBytes,
): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, dataKey, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(associatedData(place));
  const ciphertext = typeof plaintext === 'string' ? cipher.update(plaintext, 'utf8') : cipher.update(plaintext);
  cipher.final(); // always empty in GCM, but computes the tag
  return Buffer.concat([VERSION, nonce, ciphertext, cipher.getAuthTag()]);
}

/**
 * Opens what `seal` closed.
 * @throws SealBrokenError
 */
export function open(dataKey: Buffer | KeyObject, sealed: Buffer, place: Place): Buffer {
  if (sealed.length < SEAL_OVERHEAD_BYTES || sealed[0] !== VERSION[0]) throw new SealBrokenError();
  const tagStart = sealed.length - TAG_BYTES;
  const nonce = sealed.subarray(VERSION.length, NONCE_END);
  const decipher = createDecipheriv(ALGORITHM, dataKey, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(associatedData(place));
  decipher.setAuthTag(sealed.subarray(tagStart));
  const plaintext = decipher.update(sealed.subarray(NONCE_END, tagStart));
  try {
    decipher.final(); // throws unless the tag fits; nothing of the plaintext may be used before
  } catch (error) {
    throw new SealBrokenError({ cause: error });
  }
  return plaintext;
}

/** Unambiguous because only its last part may hold a NUL. */
function associatedData({ table, column, row }: Place): Buffer {
  return Buffer.from(`${table}\0${column}\0${row}`, 'utf8');
}

/** Implements F6, N7. A signed text that fits into an address: whoever has none cannot make one up. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { InvalidTokenError } from './invalid-token.error.js';
import { KEY_ID, type Keyring } from './keyring.js';
import { UnknownKeyError } from './unknown-key.error.js';

/** What a token is for. Each use has keys of its own, so a token of one use is none of another. */
export type TokenUse = 'unsubscribe-token' | 'preference-page-token' | 'open-token';

const VERSION = 1;
const HEADER_BYTES = 2;
const MAC_BYTES = 32;

/** Longer than any token we issue; so that nobody makes us hash megabytes. */
export const MAX_TOKEN_LENGTH = 800;

/**
 * Texts under `TOKEN_KEYRING`, URL-safe. Removing a key from the keyring revokes what it signed. Layout, in base64url: version (1 byte),
 * length of the key id (1), key id, the text in UTF-8, HMAC-SHA-256 of all before (32).
 */
export class SignedTexts {
  constructor(
    private readonly keyring: Keyring,
    private readonly use: TokenUse,
  ) {}

  /** @param text not empty */
  sign(text: string): string {
    const keyId = Buffer.from(this.keyring.activeId, 'latin1');
    const signed = Buffer.concat([Buffer.of(VERSION, keyId.length), keyId, Buffer.from(text, 'utf8')]);
    return Buffer.concat([signed, this.mac(this.keyring.activeId, signed)]).toString('base64url');
  }

  /** @throws InvalidTokenError whatever is wrong with it */
  open(token: string): string {
    const bytes = decodeCanonical(token);
    const keyIdEnd = HEADER_BYTES + (bytes[1] ?? 0);
    const signedEnd = bytes.length - MAC_BYTES;
    if (bytes[0] !== VERSION || signedEnd <= keyIdEnd) throw new InvalidTokenError();
    const keyId = bytes.toString('latin1', HEADER_BYTES, keyIdEnd);
    if (!KEY_ID.test(keyId)) throw new InvalidTokenError();
    const expected = this.macOrInvalid(keyId, bytes.subarray(0, signedEnd));
    if (!timingSafeEqual(expected, bytes.subarray(signedEnd))) throw new InvalidTokenError();
    return bytes.toString('utf8', keyIdEnd, signedEnd);
  }

  private mac(keyId: string, signed: Buffer): Buffer {
    return createHmac('sha256', this.keyring.keyFor(this.use, keyId)).update(signed).digest();
  }

  private macOrInvalid(keyId: string, signed: Buffer): Buffer {
    try {
      return this.mac(keyId, signed);
    } catch (error) {
      if (error instanceof UnknownKeyError) throw new InvalidTokenError();
      throw error;
    }
  }
}

/** Only the one spelling that `sign` writes: the decoder alone would ignore foreign characters and spare bits. */
function decodeCanonical(token: string): Buffer {
  if (token.length > MAX_TOKEN_LENGTH) throw new InvalidTokenError();
  const bytes = Buffer.from(token, 'base64url');
  if (bytes.toString('base64url') !== token) throw new InvalidTokenError();
  return bytes;
}

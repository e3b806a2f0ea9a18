/** Implements F6, N7. The signed token in every unsubscribe link: it says for whom and from what, and cannot be made up. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { CHANNELS, type Channel, NOTIFICATION_TYPES, type NotificationType } from '#contracts';
import { z } from 'zod';
import { InvalidTokenError } from './invalid-token.error.js';
import type { Keyring } from './keyring.js';
import { KEY_ID } from './keyring.js';
import { UnknownKeyError } from './unknown-key.error.js';

const claimsSchema = z.object({
  userId: z.string().min(1).max(128),
  channel: z.enum(CHANNELS),
  type: z.enum(NOTIFICATION_TYPES).nullable(),
  issuedAt: z.date(),
});

/** What a token permits. `type` null: the whole channel. `issuedAt` is exact to the second. */
export type UnsubscribeClaims = Readonly<z.infer<typeof claimsSchema>>;

const USE = 'unsubscribe-token';
const VERSION = 1;
const HEADER_BYTES = 2;
const MAC_BYTES = 32;
const CLAIMS = /^(?<channel>[a-z_]+)\.(?<type>[a-z_]*)\.(?<issuedAt>\d{1,12})\.(?<userId>.+)$/s;

/** Longer than any token we issue; so that nobody makes us hash megabytes. */
export const MAX_TOKEN_LENGTH = 800;

/**
 * Tokens under `TOKEN_KEYRING`, URL-safe. They do not expire: a link in an old mail must work. Removing a key from the keyring
 * revokes what it signed. Layout, in base64url: version (1 byte), length of the key id (1), key id,
 * `channel.type.seconds.userId` in UTF-8, HMAC-SHA-256 of all before (32).
 */
export class UnsubscribeTokens {
  constructor(private readonly keyring: Keyring) {}

  /** @throws ZodError when the claims are not what a token can say */
  issue(claims: { userId: string; channel: Channel; type?: NotificationType | null; issuedAt: Date }): string {
    const { userId, channel, type, issuedAt } = claimsSchema.parse({ ...claims, type: claims.type ?? null });
    const keyId = Buffer.from(this.keyring.activeId, 'latin1');
    const seconds = Math.floor(issuedAt.getTime() / 1000);
    const text = Buffer.from(`${channel}.${type ?? ''}.${seconds}.${userId}`, 'utf8');
    const signed = Buffer.concat([Buffer.of(VERSION, keyId.length), keyId, text]);
    return Buffer.concat([signed, this.mac(this.keyring.activeId, signed)]).toString('base64url');
  }

  /** @throws InvalidTokenError whatever is wrong with it */
  verify(token: string): UnsubscribeClaims {
    const bytes = decodeCanonical(token);
    const keyIdEnd = HEADER_BYTES + (bytes[1] ?? 0);
    const signedEnd = bytes.length - MAC_BYTES;
    if (bytes[0] !== VERSION || signedEnd <= keyIdEnd) throw new InvalidTokenError();
    const keyId = bytes.toString('latin1', HEADER_BYTES, keyIdEnd);
    if (!KEY_ID.test(keyId)) throw new InvalidTokenError();
    const expected = this.macOrInvalid(keyId, bytes.subarray(0, signedEnd));
    if (!timingSafeEqual(expected, bytes.subarray(signedEnd))) throw new InvalidTokenError();
    return parseClaims(bytes.toString('utf8', keyIdEnd, signedEnd));
  }

  private mac(keyId: string, signed: Buffer): Buffer {
    return createHmac('sha256', this.keyring.keyFor(USE, keyId)).update(signed).digest();
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

/** Only the one spelling that `issue` writes: the decoder alone would ignore foreign characters and spare bits. */
function decodeCanonical(token: string): Buffer {
  if (token.length > MAX_TOKEN_LENGTH) throw new InvalidTokenError();
  const bytes = Buffer.from(token, 'base64url');
  if (bytes.toString('base64url') !== token) throw new InvalidTokenError();
  return bytes;
}

/** A token of a later version of this program may carry a type that this one does not know. */
function parseClaims(text: string): UnsubscribeClaims {
  const { channel, type, issuedAt, userId } = CLAIMS.exec(text)?.groups ?? {};
  const result = claimsSchema.safeParse({
    userId,
    channel,
    type: type === '' ? null : type,
    issuedAt: new Date(Number(issuedAt) * 1000),
  });
  if (!result.success) throw new InvalidTokenError();
  return result.data;
}

import { createHmac, randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { CHANNELS, NOTIFICATION_TYPES } from '#contracts';
import fc from 'fast-check';
import { InvalidTokenError, Keyring, UnsubscribeTokens } from './index.js';
import { MAX_TOKEN_LENGTH } from './signed-text.js';

const k1 = randomBytes(32);
const k2 = randomBytes(32);
const before = new UnsubscribeTokens(new Keyring('k1', [['k1', k1]]));
const rotated = new UnsubscribeTokens(new Keyring('k2', [['k1', k1], ['k2', k2]])); // prettier-ignore
const after = new UnsubscribeTokens(new Keyring('k2', [['k2', k2]]));

const claims = {
  userId: '0b7e6a52-7f0d-4f55-9b39-6d1a8f3b2c11',
  channel: 'email',
  type: 'order_shipped',
  issuedAt: new Date('2026-11-25T14:05:00Z'),
} as const;

const anyClaims = fc.record({
  userId: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 128 }).filter(({ length }) => length <= 128),
  channel: fc.constantFrom(...CHANNELS),
  type: fc.constantFrom(null, ...NOTIFICATION_TYPES),
  issuedAt: fc.integer({ min: 0, max: 4_000_000_000 }).map((seconds) => new Date(seconds * 1000)),
});

describe('UnsubscribeTokens', () => {
  it('says what it was issued for', () => {
    fc.assert(fc.property(anyClaims, (given) => expect(before.verify(before.issue(given))).toEqual(given)));
  });

  it('without a type means the whole channel', () => {
    const { userId, channel, issuedAt } = claims;
    expect(before.verify(before.issue({ userId, channel, issuedAt })).type).toBeNull();
  });

  it('is exact to the second', () => {
    const token = before.issue({ ...claims, issuedAt: new Date('2026-11-25T14:05:00.999Z') });
    expect(before.verify(token).issuedAt).toEqual(claims.issuedAt);
  });

  it('needs no escaping in an address and is short, also for the longest id', () => {
    expect(before.issue(claims)).toMatch(/^[A-Za-z0-9_-]{100,160}$/);
    const keyId = 'k'.repeat(32);
    const longest = new UnsubscribeTokens(new Keyring(keyId, [[keyId, k1]]));
    const token = longest.issue({ ...claims, channel: 'in_app', type: 'payment_processed', userId: '€'.repeat(128) });
    expect(token.length).toBeLessThan(MAX_TOKEN_LENGTH);
    expect(longest.verify(token).userId).toBe('€'.repeat(128));
  });

  it('is not issued for an id that it could not carry', () => {
    expect(() => before.issue({ ...claims, userId: 'x'.repeat(129) })).toThrow();
    expect(() => before.issue({ ...claims, userId: '' })).toThrow();
  });

  it('notices any other character at any position', () => {
    const token = before.issue(claims);
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=.+/ ';
    for (let index = 0; index < token.length; index += 1) {
      for (const character of alphabet.replace(token.charAt(index), '')) {
        const changed = token.slice(0, index) + character + token.slice(index + 1);
        expect(() => before.verify(changed)).toThrow(InvalidTokenError);
      }
    }
  });

  it('notices truncation and additions', () => {
    const token = before.issue(claims);
    for (let length = 0; length < token.length; length += 1) {
      expect(() => before.verify(token.slice(0, length))).toThrow(InvalidTokenError);
    }
    for (const added of ['A', 'AAAA', '=', '\n', ' ']) {
      expect(() => before.verify(token + added)).toThrow(InvalidTokenError);
      expect(() => before.verify(added + token)).toThrow(InvalidTokenError);
    }
  });

  it('refuses whatever else it is given, in one neutral way', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String(), fc.uint8Array().map(base64url)), (token) => {
        expect(() => before.verify(token)).toThrow(
          expect.objectContaining({
            name: 'InvalidTokenError',
            code: 'invalid_token',
            message: 'The token is not valid.',
          }),
        );
      }),
    );
    expect(() => before.verify('A'.repeat(10_000_000))).toThrow(InvalidTokenError);
  });

  it('works after a rotation, until its key is removed', () => {
    const token = before.issue(claims);
    expect(rotated.verify(token)).toEqual(claims);
    expect(() => after.verify(token)).toThrow(InvalidTokenError);
  });

  it('cannot be signed with a key of another use', () => {
    const signed = Buffer.from('\u0001\u0002k1email..1764000000.user-1');
    const forge = (mac: Buffer) => Buffer.concat([signed, mac]).toString('base64url');
    expect(() => before.verify(forge(createHmac('sha256', k1).update(signed).digest()))).toThrow(InvalidTokenError);
    const otherUse = new Keyring('k1', [['k1', k1]]).keyFor('lookup:email');
    expect(() => before.verify(forge(createHmac('sha256', otherUse).update(signed).digest()))).toThrow(
      InvalidTokenError,
    );
  });

  it('with claims of a later version is refused', () => {
    const key = new Keyring('k1', [['k1', k1]]).keyFor('unsubscribe-token');
    const sign = (text: string) => {
      const signed = Buffer.from(`\u0001\u0002k1${text}`);
      return Buffer.concat([signed, createHmac('sha256', key).update(signed).digest()]).toString('base64url');
    };
    expect(before.verify(sign('email..1764000000.user-1')).userId).toBe('user-1');
    expect(() => before.verify(sign('push..1764000000.user-1'))).toThrow(InvalidTokenError);
    expect(() => before.verify(sign('email.order_lost.1764000000.user-1'))).toThrow(InvalidTokenError);
    expect(() => before.verify(sign('email'))).toThrow(InvalidTokenError);
  });
});

function base64url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}

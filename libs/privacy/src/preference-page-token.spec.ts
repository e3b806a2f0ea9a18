import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { InvalidTokenError, Keyring, PreferencePageTokens, UnsubscribeTokens } from './index.js';

const k1 = randomBytes(32);
const k2 = randomBytes(32);
const keyring = new Keyring('k1', [['k1', k1]]);
const tokens = new PreferencePageTokens(keyring);
const claims = { userId: 'ana', issuedAt: new Date('2026-11-25T14:05:00Z') };

describe('PreferencePageTokens', () => {
  it('N7 says whose page it opens', () => {
    const userIds = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 128 }).filter(({ length }) => length <= 128);
    fc.assert(
      fc.property(userIds, (userId) => {
        expect(tokens.verify(tokens.issue({ ...claims, userId }))).toEqual({ ...claims, userId });
      }),
    );
  });

  it('N7 is no unsubscribe token, nor the other way round', () => {
    const unsubscribe = new UnsubscribeTokens(keyring);
    expect(() => tokens.verify(unsubscribe.issue({ ...claims, channel: 'email' }))).toThrow(InvalidTokenError);
    expect(() => unsubscribe.verify(tokens.issue(claims))).toThrow(InvalidTokenError);
  });

  it('N7 works after a rotation, until its key is removed', () => {
    const token = tokens.issue(claims);
    const rotated = new Keyring('k2', [['k1', k1], ['k2', k2]]); // prettier-ignore
    expect(new PreferencePageTokens(rotated).verify(token)).toEqual(claims);
    const after = new PreferencePageTokens(new Keyring('k2', [['k2', k2]]));
    expect(() => after.verify(token)).toThrow(InvalidTokenError);
  });

  it('N7 is refused when cut short, lengthened or changed', () => {
    const token = tokens.issue(claims);
    const flipped = token.slice(0, 20) + (token[20] === 'A' ? 'B' : 'A') + token.slice(21);
    for (const other of ['', token.slice(0, -1), `${token}A`, flipped, 'A'.repeat(2_000)]) {
      expect(() => tokens.verify(other)).toThrow(InvalidTokenError);
    }
  });
});

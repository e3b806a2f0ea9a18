import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { InvalidTokenError, Keyring, OpenTokens, PreferencePageTokens, UnsubscribeTokens } from './index.js';

const k1 = randomBytes(32);
const k2 = randomBytes(32);
const keyring = new Keyring('k1', [['k1', k1]]);
const tokens = new OpenTokens(keyring);
const claims = { notificationId: '0199aaaa-0000-7000-8000-000000000001', attempt: 2 };

describe('OpenTokens', () => {
  it('N7 say which attempt at which notification', () => {
    const anyClaims = fc.record({ notificationId: fc.uuid(), attempt: fc.integer({ min: 1, max: 32_767 }) });
    fc.assert(fc.property(anyClaims, (given) => expect(tokens.verify(tokens.issue(given))).toEqual(given)));
  });

  it('N6 hold nothing but key id, attempt and notification id', () => {
    const bytes = Buffer.from(tokens.issue(claims), 'base64url');
    expect(bytes.subarray(2, -32).toString('latin1')).toBe(`k12.${claims.notificationId}`);
    expect(tokens.issue(claims)).toMatch(/^[A-Za-z0-9_-]{80,120}$/);
  });

  it('N7 are no other tokens, nor the other way round', () => {
    const issuedAt = new Date('2026-11-25T14:05:00Z');
    const others = [
      new UnsubscribeTokens(keyring).issue({ userId: 'ana', channel: 'email', issuedAt }),
      new PreferencePageTokens(keyring).issue({ userId: 'ana', issuedAt }),
    ];
    for (const other of others) expect(() => tokens.verify(other)).toThrow(InvalidTokenError);
    expect(() => new UnsubscribeTokens(keyring).verify(tokens.issue(claims))).toThrow(InvalidTokenError);
    expect(() => new PreferencePageTokens(keyring).verify(tokens.issue(claims))).toThrow(InvalidTokenError);
  });

  it('N7 work after a rotation, until their key is removed', () => {
    const token = tokens.issue(claims);
    const rotated = new Keyring('k2', [['k1', k1], ['k2', k2]]); // prettier-ignore
    expect(new OpenTokens(rotated).verify(token)).toEqual(claims);
    expect(() => new OpenTokens(new Keyring('k2', [['k2', k2]])).verify(token)).toThrow(InvalidTokenError);
  });

  it('N7 are refused when cut short, lengthened or changed', () => {
    const token = tokens.issue(claims);
    const flipped = token.slice(0, 20) + (token[20] === 'A' ? 'B' : 'A') + token.slice(21);
    for (const other of ['', token.slice(0, -1), `${token}A`, flipped, 'A'.repeat(2_000)]) {
      expect(() => tokens.verify(other)).toThrow(InvalidTokenError);
    }
  });

  it('are not issued for what they could not name', () => {
    for (const attempt of [0, 1.5, 32_768]) expect(() => tokens.issue({ ...claims, attempt })).toThrow();
    expect(() => tokens.issue({ ...claims, notificationId: 'ana@example.com' })).toThrow();
  });
});

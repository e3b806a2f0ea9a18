import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { KeyedHash, Keyring, normaliseEmail } from './index.js';

const k1 = randomBytes(32);
const k2 = randomBytes(32);
const before = new KeyedHash(new Keyring('k1', [['k1', k1]]));
const rotated = new KeyedHash(
  new Keyring('k2', [
    ['k1', k1],
    ['k2', k2],
  ]),
);

describe('KeyedHash', () => {
  it('is the same for the same value, 32 bytes', () => {
    expect(before.hash('email', 'ana@example.com')).toEqual(before.hash('email', 'ana@example.com'));
    expect(before.hash('email', 'ana@example.com')).toHaveLength(32);
  });

  it('differs by value, kind and key', () => {
    const hashes = [
      before.hash('email', 'ana@example.com'),
      before.hash('email', 'bob@example.com'),
      before.hash('phone', 'ana@example.com'),
      rotated.hash('email', 'ana@example.com'),
    ];
    expect(new Set(hashes.map((hash) => hash.toString('hex'))).size).toBe(hashes.length);
  });

  it('finds under every key what was stored before a rotation, the active key first', () => {
    expect(rotated.hashAll('phone', '+14155550123')).toEqual([
      rotated.hash('phone', '+14155550123'),
      before.hash('phone', '+14155550123'),
    ]);
  });
});

describe('normaliseEmail', () => {
  it('ignores case and surrounding space', () => {
    expect(normaliseEmail(' Ana@Example.COM\n')).toBe('ana@example.com');
  });
});

import { randomBytes } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { KeyedHash, Keyring } from '#privacy';
import { AddressHasher } from './address-hasher.js';

const hasher = new AddressHasher(new KeyedHash(new Keyring('k1', [['k1', randomBytes(32)]])));

it('hashes two spellings of an address alike', () => {
  const one = hasher.hashesOf({ email: 'Ana@Example.com', phone: '+1 415 555 0123' });
  const other = hasher.hashesOf({ email: ' ana@example.COM ', phone: '+14155550123' });
  expect(one).toEqual(other);
  expect(one.emailHash).toHaveLength(32);
  expect(one.emailHash).not.toEqual(one.phoneHash);
});

it.each([undefined, {}, { email: null, phone: null }, { email: 'not an address', phone: '12' }])(
  'has nothing for %p',
  (said) => {
    expect(hasher.hashesOf(said)).toEqual({ emailHash: null, phoneHash: null });
  },
);

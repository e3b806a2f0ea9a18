import { randomBytes } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { AddressHasher, KeyedHash, Keyring } from '#privacy';

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

it('knows an address under every key, the active one first', () => {
  const [k1, k2] = [randomBytes(32), randomBytes(32)];
  const before = new AddressHasher(new KeyedHash(new Keyring('k1', [['k1', k1]])));
  const keys = [['k1', k1] as const, ['k2', k2] as const];
  const after = new AddressHasher(new KeyedHash(new Keyring('k2', keys)));
  const address = 'Ana@Example.com';
  expect(after.everyHashOf('email', address)).toEqual([
    after.hashesOf({ email: address }).emailHash,
    before.hashesOf({ email: address }).emailHash,
  ]);
  expect([before.isRotating, after.isRotating]).toEqual([false, true]);
  expect(after.everyHashOf('phone', 'nobody')).toEqual([]);
});

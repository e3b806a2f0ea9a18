import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import {
  Keyring,
  SealBrokenError,
  UnknownKeyError,
  generateDataKey,
  keyIdOf,
  openForService,
  sealForService,
  unwrapKey,
  wrapKey,
} from './index.js';

const old: [string, Buffer] = ['k1', randomBytes(32)];
const current: [string, Buffer] = ['k2', randomBytes(32)];
const before = new Keyring('k1', [old]);
const rotated = new Keyring('k2', [current, old]);
const after = new Keyring('k2', [current]);

describe('the key of a customer', () => {
  const dataKey = generateDataKey(randomBytes);
  const wrapped = wrapKey(before, dataKey, 'user-1', randomBytes);

  it('is 32 random bytes and unwraps to itself', () => {
    expect(dataKey).toHaveLength(32);
    expect(unwrapKey(before, wrapped, 'user-1')).toEqual(dataKey);
    expect(wrapped.includes(dataKey)).toBe(false);
  });

  it('unwraps for no other customer', () => {
    expect(() => unwrapKey(before, wrapped, 'user-2')).toThrow(SealBrokenError);
  });

  it('unwraps after a rotation, until its key is removed', () => {
    expect(unwrapKey(rotated, wrapped, 'user-1')).toEqual(dataKey);
    expect(() => unwrapKey(after, wrapped, 'user-1')).toThrow(UnknownKeyError);
  });

  it('is wrapped again with the active key', () => {
    const rewrapped = wrapKey(rotated, unwrapKey(rotated, wrapped, 'user-1'), 'user-1', randomBytes);
    expect([keyIdOf(wrapped), keyIdOf(rewrapped)]).toEqual(['k1', 'k2']);
    expect(unwrapKey(after, rewrapped, 'user-1')).toEqual(dataKey);
  });

  it('notices a change of any byte, and truncation', () => {
    for (let index = 0; index < wrapped.length; index += 1) {
      for (let bit = 0; bit < 8; bit += 1) {
        const changed = Buffer.from(wrapped);
        changed[index] = (changed[index] ?? 0) ^ (1 << bit);
        expect(() => unwrapKey(before, changed, 'user-1')).toThrow(/does not open|not in the keyring/);
      }
      expect(() => unwrapKey(before, wrapped.subarray(0, index), 'user-1')).toThrow(SealBrokenError);
    }
  });

  it('does not open a key of the wrong length', () => {
    expect(() => unwrapKey(before, wrapKey(before, randomBytes(16), 'u', randomBytes), 'u')).toThrow(SealBrokenError);
  });

  it('quotes nothing of foreign bytes', () => {
    const foreign = Buffer.from('\u0001\u000fana@example.com and more');
    expect(() => unwrapKey(before, foreign, 'user-1')).toThrow(SealBrokenError);
  });
});

describe('sealing for the service', () => {
  const place = { table: 'rejected_event', column: 'value', row: '0198f0c2' };
  const sealed = sealForService(before, 'rejected_event', 'not json', place, randomBytes);

  it('opens at its place, also after a rotation', () => {
    expect(openForService(rotated, 'rejected_event', sealed, place).toString()).toBe('not json');
    expect(() => openForService(rotated, 'rejected_event', sealed, { ...place, row: 'x' })).toThrow(SealBrokenError);
    expect(() => openForService(after, 'rejected_event', sealed, place)).toThrow(UnknownKeyError);
  });

  it('shares no key with the keys of customers', () => {
    const asWrapped = { table: 'recipient_key', column: 'wrapped_key', row: 'user-1' };
    const forged = sealForService(before, 'rejected_event', randomBytes(32), asWrapped, randomBytes);
    expect(() => unwrapKey(before, forged, 'user-1')).toThrow(SealBrokenError);
  });
});

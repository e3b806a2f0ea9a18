import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { Keyring, UnknownKeyError, keyringSchema } from './index.js';

const k1 = randomBytes(32);
const k2 = randomBytes(32);
const base64 = (key: Buffer) => key.toString('base64');

function faultsOf(setting: unknown): string[] {
  const result = keyringSchema.safeParse(setting);
  return result.success ? [] : result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
}

describe('keyringSchema', () => {
  it('reads the keys, the active one first', () => {
    const keyring = keyringSchema.parse(JSON.stringify({ active: 'k2', keys: { k1: base64(k1), k2: base64(k2) } }));
    expect(keyring.activeId).toBe('k2');
    expect(keyring.ids).toEqual(['k2', 'k1']);
  });

  it.each([
    ['a missing setting', undefined, ': is required'],
    ['no JSON', '{"active":', ': must be JSON such as {"active":"k1","keys":{"k1":"<base64 of 32 bytes>"}}'],
    ['no object', '[]', ': must be a JSON object'],
    ['no active key', JSON.stringify({ keys: { k1: base64(k1) } }), 'active: must name the active key'],
    ['no keys', JSON.stringify({ active: 'k1' }), 'keys: must be an object of keys by id'],
    [
      'an unknown active key',
      JSON.stringify({ active: 'k9', keys: { k1: base64(k1) } }),
      'active: names none of the keys',
    ],
    [
      'an inherited name',
      JSON.stringify({ active: 'toString', keys: { k1: base64(k1) } }),
      'active: names none of the keys',
    ],
    [
      'a short key',
      JSON.stringify({ active: 'k1', keys: { k1: base64(k1.subarray(1)) } }),
      'keys.k1: must be 32 bytes long, is 31',
    ],
    ['bad base64', JSON.stringify({ active: 'k1', keys: { k1: 'not base64!' } }), 'keys.k1: must be base64'],
    [
      'base64 without padding',
      JSON.stringify({ active: 'k1', keys: { k1: k1.toString('base64url') } }),
      'keys.k1: must be base64',
    ],
    ['a key that is no text', JSON.stringify({ active: 'k1', keys: { k1: 7 } }), 'keys.k1: must be base64'],
    [
      'a bad id',
      JSON.stringify({ active: 'a b', keys: { 'a b': base64(k1) } }),
      'keys: key ids must be 1 to 32 letters, digits, "-" or "_"',
    ],
  ])('names the fault of %s', (_, setting, fault) => {
    expect(faultsOf(setting)).toContain(fault);
  });

  it('names the faults of all keys at once', () => {
    const faults = faultsOf(JSON.stringify({ active: 'k1', keys: { k1: 'x', k2: base64(k2.subarray(2)) } }));
    expect(faults).toEqual(['keys.k1: must be base64', 'keys.k2: must be 32 bytes long, is 30']);
  });

  it('quotes no key, even where id and key have changed places', () => {
    const secret = base64(k1);
    const settings = [
      `{"active":"k1","keys":{"k1":"${secret}`,
      JSON.stringify({ active: 'k1', keys: { [secret]: 'k1' } }),
    ];
    for (const setting of settings) {
      const faults = faultsOf(setting);
      expect(faults).not.toEqual([]);
      expect(faults.join('\n')).not.toContain(secret.slice(0, 8));
    }
  });
});

describe('Keyring', () => {
  const keyring = new Keyring('k2', [
    ['k1', k1],
    ['k2', k2],
  ]);

  it('derives another key for each use and each id, always the same', () => {
    const again = new Keyring('k1', [['k1', k1]]);
    expect(keyring.keyFor('a').equals(keyring.keyFor('b'))).toBe(false);
    expect(keyring.keyFor('a', 'k1').equals(keyring.keyFor('a', 'k2'))).toBe(false);
    expect(keyring.keyFor('a', 'k1').equals(again.keyFor('a'))).toBe(true);
  });

  it('refuses a key it does not hold', () => {
    expect(() => keyring.keyFor('a', 'k3')).toThrow(UnknownKeyError);
    expect(() => new Keyring('k3', [['k1', k1]])).toThrow(UnknownKeyError);
  });

  it('shows no key when it is printed', () => {
    keyring.keyFor('a');
    for (const shown of [JSON.stringify(keyring), inspect(keyring, { depth: 9, showHidden: true })]) {
      expect(shown).not.toContain(base64(k2));
      expect(shown).not.toContain(k2.toString('hex').slice(0, 8));
    }
  });
});

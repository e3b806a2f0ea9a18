import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Place, SEAL_OVERHEAD_BYTES, SealBrokenError, open, seal } from './index.js';

const key = randomBytes(32);
const place: Place = { table: 'recipient', column: 'email', row: 'user-1' };

/** Every way of changing one bit of one byte, chosen by `index` and `bit`. */
function flipped(bytes: Buffer, index: number, bit: number): Buffer {
  const copy = Buffer.from(bytes);
  const at = index % copy.length;
  copy[at] = (copy[at] ?? 0) ^ (1 << bit);
  return copy;
}

describe('sealing', () => {
  it('opens to what was sealed, bytes or text', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 300 }),
        fc.string({ unit: 'grapheme' }),
        fc.string(),
        (bytes, text, row) => {
          const here = { ...place, row };
          expect(open(key, seal(key, Buffer.from(bytes), here, randomBytes), here)).toEqual(Buffer.from(bytes));
          expect(open(key, seal(key, text, here, randomBytes), here).toString('utf8')).toBe(text);
        },
      ),
    );
  });

  it('adds version, nonce and tag, and never seals alike twice', () => {
    const [first, second] = [seal(key, 'ana', place, randomBytes), seal(key, 'ana', place, randomBytes)];
    expect(first).toHaveLength(3 + SEAL_OVERHEAD_BYTES);
    expect(first[0]).toBe(1);
    expect(first.equals(second)).toBe(false);
    expect(first.includes('ana')).toBe(false);
  });

  it('takes its nonce from the given source', () => {
    const nonce = Buffer.from('nonce-bytes!');
    expect(seal(key, 'ana', place, () => nonce).subarray(1, 13)).toEqual(nonce);
  });

  it('notices a change of any byte', () => {
    const sealed = seal(key, 'ana@example.com', place, randomBytes);
    for (let index = 0; index < sealed.length; index += 1) {
      for (let bit = 0; bit < 8; bit += 1) {
        expect(() => open(key, flipped(sealed, index, bit), place)).toThrow(SealBrokenError);
      }
    }
  });

  it('notices truncation and additions', () => {
    const sealed = seal(key, 'ana@example.com', place, randomBytes);
    for (let length = 0; length < sealed.length; length += 1) {
      expect(() => open(key, sealed.subarray(0, length), place)).toThrow(SealBrokenError);
    }
    expect(() => open(key, Buffer.concat([sealed, Buffer.of(0)]), place)).toThrow(SealBrokenError);
  });

  it.each<[string, Place]>([
    ['another row', { ...place, row: 'user-2' }],
    ['another column', { ...place, column: 'phone' }],
    ['another table', { ...place, table: 'order_event' }],
    ['a row that imitates the column', { table: 'recipient', column: '', row: 'email\0user-1' }],
  ])('does not open at %s', (_, elsewhere) => {
    const sealed = seal(key, 'ana@example.com', place, randomBytes);
    expect(() => open(key, sealed, elsewhere)).toThrow(SealBrokenError);
  });

  it('does not open with another key, and says so without content', () => {
    const sealed = seal(key, 'ana@example.com', place, randomBytes);
    expect(() => open(randomBytes(32), sealed, place)).toThrow(
      expect.objectContaining({ code: 'seal_broken', retryable: false, message: 'The sealed data does not open.' }),
    );
  });
});

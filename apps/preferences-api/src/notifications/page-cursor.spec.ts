import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cursorAfter, cursorSchema } from './page-cursor.js';

describe('a page cursor', () => {
  it('gives back the id it was made of', () => {
    fc.assert(fc.property(fc.uuid({ version: 7 }), (id) => cursorSchema.parse(cursorAfter(id)) === id));
  });

  it('is refused when anybody made it up', () => {
    fc.assert(fc.property(fc.string(), (text) => !cursorSchema.safeParse(text).success));
    expect(cursorSchema.safeParse(Buffer.alloc(16, 0xaa).toString('base64url')).success).toBe(false);
  });
});

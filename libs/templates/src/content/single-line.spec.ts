import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { clip, singleLine } from './single-line.js';

describe('singleLine', () => {
  it('keeps letters, emoji and the joiners within them', () => {
    expect(singleLine(' Zoë\n\t👩‍👩‍👧  Łukasz ')).toBe('Zoë 👩‍👩‍👧 Łukasz');
  });

  it('leaves no control character and changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const line = singleLine(text);
        expect(line).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e]/u);
        expect(singleLine(line)).toBe(line);
      }),
    );
  });
});

describe('clip', () => {
  it('counts characters as readers do and cuts none in half', () => {
    expect(clip('👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧', 3)).toBe('👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧');
    expect(clip('👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧', 2)).toBe('👩‍👩‍👧…');
    expect(clip('left with a neighbour', 11)).toBe('left with…');
  });
});

import { describe, expect, it } from '@jest/globals';
import { percent, percentDown, shareOf } from './numbers.js';

describe('percent', () => {
  it.each([
    [1, 1, '100 %'],
    [0.9996, 1, '99.9 %'],
    [0.98765, 1, '98.8 %'],
    [0.0002, 1, '0.1 %'],
    [0, 1, '0 %'],
    [0.5, 0, '50 %'],
    [0.99996, 2, '99.99 %'],
    [-0.5, 0, '-50 %'],
    [null, 1, '–'],
  ])('of %s with %i digits reads %s', (share, digits, text) => {
    expect(percent(share, digits)).toBe(text.replace(' ', '\u00a0'));
  });
});

describe('percentDown', () => {
  it.each([
    [0.94996, 2, '94.99 %'],
    [0.95, 2, '95 %'],
    [0.999, 2, '99.90 %'],
    [0.99899, 1, '99.8 %'],
    [1, 2, '100 %'],
    [-0.001, 0, '-1 %'],
    [0.001, 0, '1 %'],
    [null, 2, '–'],
  ])('of %s with %i digits reads %s', (share, digits, text) => {
    expect(percentDown(share, digits)).toBe(text.replace(' ', '\u00a0'));
  });
});

describe('shareOf', () => {
  it('of nothing is not known', () => {
    expect(shareOf(0, 0)).toBeNull();
    expect(shareOf(1, 4)).toBe(0.25);
  });
});

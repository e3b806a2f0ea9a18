import { describe, expect, it } from '@jest/globals';
import { age, duration, seconds } from './times.js';

describe('duration', () => {
  it.each([
    [340, '340 ms'],
    [1_000, '1 s'],
    [2_449, '2.4 s'],
    [42_900, '42 s'],
    [180_000, '3 min'],
    [18_720_000, '5 h 12 min'],
    [7_200_000, '2 h'],
    [183_600_000, '2 d 3 h'],
    [null, '–'],
  ])('of %s ms reads %s', (ms, text) => {
    expect(duration(ms)).toBe(text);
  });

  it('takes seconds, too', () => {
    expect(seconds(0.25)).toBe('250 ms');
    expect(seconds(null)).toBe('–');
  });
});

describe('age', () => {
  it.each([
    [999, 'now'],
    [1_999, '1 s'],
    [61_000, '61 s'],
    [600_000, '10 min'],
  ])('of %i ms reads %s', (ms, text) => {
    expect(age(ms)).toBe(text);
  });
});

import { describe, expect, it } from '@jest/globals';
import { localTime, shortDate } from './local-time.js';

const at = new Date('2026-11-03T22:10:00Z');

describe('local times in words', () => {
  it.each([
    ['Europe/Madrid', '23:10 in Madrid'],
    ['America/Argentina/Buenos_Aires', '19:10 in Buenos Aires'],
    ['UTC', '22:10 UTC'],
    ['Etc/UTC', '22:10 UTC'],
    ['Etc/GMT+5', '17:10 GMT+5'],
  ])('are of %s: %s', (zone, words) => {
    expect(localTime(zone, at, at)).toBe(words);
  });

  it('are of 00 to 23 hours', () => {
    expect(localTime('UTC', new Date('2026-11-03T00:05:00Z'), at)).toBe('00:05 UTC');
  });

  it('have a date where they are of another day', () => {
    expect(localTime('UTC', at, new Date('2026-11-05T22:10:00Z'))).toBe('3 Nov, 22:10 UTC');
    expect(shortDate('Asia/Tokyo', at, at)).toBe('4 Nov');
  });

  it('have a year where that might be taken for another', () => {
    const day = 86_400_000;
    const after = (days: number) => new Date(at.getTime() + days * day);
    expect(shortDate('UTC', at, after(300))).toBe('3 Nov');
    expect(shortDate('UTC', at, after(301))).toBe('3 Nov 2026');
    expect(shortDate('UTC', after(366), at)).toBe('4 Nov 2027');
    expect(localTime('UTC', at, after(400))).toBe('3 Nov 2026, 22:10 UTC');
  });
});

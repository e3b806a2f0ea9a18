import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { alignOutwards, coverSpan, fittingInterval, isKept, stepsOf } from './figure-spans.js';
import { FIGURE_RESOLUTIONS } from './figure-views.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const at = (text: string) => Date.parse(`${text}Z`);
const NOW = at('2026-11-22T10:07:30');
const shown = (from: string, to: string, now = NOW) =>
  coverSpan({ from: at(from), to: at(to) }, now).map(
    ({ resolution, from: start, to: end }) =>
      `${resolution} ${new Date(start).toISOString().slice(5, 16)} ${new Date(end).toISOString().slice(5, 16)}`,
  );

describe('the cover of a span', () => {
  it('has days in its middle and finer steps at its ends', () => {
    expect(shown('2026-11-18T22:58', '2026-11-21T01:16')).toEqual([
      'minute 11-18T22:58 11-18T23:00',
      'hour 11-18T23:00 11-19T00:00',
      'day 11-19T00:00 11-21T00:00',
      'hour 11-21T00:00 11-21T01:00',
      'quarter_hour 11-21T01:00 11-21T01:15',
      'minute 11-21T01:15 11-21T01:16',
    ]);
  });

  it('takes the day under way whole, since nothing is counted after now', () => {
    expect(shown('2026-11-21T00:00', '2026-11-22T10:08')).toEqual(['day 11-21T00:00 11-23T00:00']);
  });

  it('holds every minute up to now once, and none before', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5_000 }), fc.integer({ min: 0, max: 5_000 }), (minutes, ago) => {
        const to = Math.ceil(NOW / MINUTE) * MINUTE - ago * MINUTE;
        const span = { from: to - minutes * MINUTE, to };
        const parts = coverSpan(span, NOW);
        expect(parts[0]?.from).toBe(span.from);
        expect(parts.at(-1)?.to).toBeGreaterThanOrEqual(Math.min(span.to, NOW));
        if (span.to <= NOW) expect(parts.at(-1)?.to).toBe(span.to);
        parts.forEach((part, index) => {
          const { stepMs } = FIGURE_RESOLUTIONS[part.resolution];
          expect([part.from % stepMs, part.to % stepMs]).toEqual([0, 0]);
          if (index > 0) expect(part.from).toBe(parts[index - 1]?.to);
        });
      }),
    );
  });
});

describe('the interval of a span', () => {
  it.each([
    [HOUR, '1m'],
    [6 * HOUR, '1m'],
    [6 * HOUR + 1, '15m'],
    [2 * DAY, '15m'],
    [7 * DAY, '1h'],
    [32 * DAY, '1d'],
  ] as const)('of %d ms is %s', (length, interval) => {
    expect(fittingInterval({ from: NOW - length, to: NOW }, NOW)).toBe(interval);
  });

  it('is a longer one where the finer figures are gone', () => {
    const from = NOW - 20 * DAY;
    expect(isKept('1m', from, NOW)).toBe(false);
    expect(fittingInterval({ from, to: from + HOUR }, NOW)).toBe('1h');
  });

  it('makes steps without a gap', () => {
    const span = alignOutwards({ from: NOW, to: NOW + 2 * MINUTE }, MINUTE);
    expect(stepsOf(span, MINUTE)).toEqual([NOW - 30_000, NOW + 30_000, NOW + 90_000]);
  });
});

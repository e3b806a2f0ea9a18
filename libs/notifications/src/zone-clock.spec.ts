import { describe, expect, it } from '@jest/globals';
import { haveOneClock, localCalendar, localDate } from './zone-clock.js';

describe('the local date', () => {
  it.each([
    ['Europe/Madrid', '2026-11-25T22:59:59Z', '2026-11-25'],
    ['Europe/Madrid', '2026-11-25T23:00:00Z', '2026-11-26'],
    ['Pacific/Apia', '2011-12-30T09:59:59Z', '2011-12-29'],
    ['Pacific/Apia', '2011-12-30T10:00:00Z', '2011-12-31'],
    ['Pacific/Kiritimati', '2026-11-25T10:00:00Z', '2026-11-26'],
    ['America/Sao_Paulo', '2017-10-15T03:00:00Z', '2017-10-15'],
    ['America/St_Johns', '2010-11-07T02:45:00Z', '2010-11-06'],
  ])('in %s at %s is %s', (zone, at, date) => {
    expect(localDate(zone, new Date(at))).toBe(date);
  });
});

describe('zones have one clock', () => {
  it.each([
    [['Europe/Madrid'], true],
    [['Europe/Berlin', 'Europe/Busingen'], true],
    [['Europe/Madrid', 'Africa/Ceuta', 'Atlantic/Canary'], false],
    // Alike in one half of the year only.
    [['America/Denver', 'America/Phoenix'], false],
    [['Europe/Lisbon', 'Africa/Casablanca'], false],
  ])('%j: %s', (zones, one) => {
    for (const now of ['2026-01-15T12:00:00Z', '2026-07-15T12:00:00Z']) {
      expect(haveOneClock(zones, new Date(now))).toBe(one);
    }
  });
});

describe('when clocks show a time', () => {
  const at = (instant: number) => new Date(instant).toISOString().replace(':00.000Z', 'Z');

  it.each([
    ['once', 'Europe/Madrid', '2026-06-10T08:00Z', '2026-06-10T06:00Z', '2026-06-10T06:00Z'],
    ['twice', 'Europe/Madrid', '2026-10-25T02:30Z', '2026-10-25T00:30Z', '2026-10-25T01:30Z'],
    [
      'twice, for the first time at the change',
      'Europe/Madrid',
      '2026-10-25T02:00Z',
      '2026-10-25T00:00Z',
      '2026-10-25T01:00Z',
    ],
    ['never', 'Europe/Madrid', '2026-03-29T02:30Z', '2026-03-29T01:00Z', '2026-03-29T01:00Z'],
    ['never, right at the change', 'Europe/Madrid', '2026-03-29T02:00Z', '2026-03-29T01:00Z', '2026-03-29T01:00Z'],
    ['right after the change', 'Europe/Madrid', '2026-03-29T03:00Z', '2026-03-29T01:00Z', '2026-03-29T01:00Z'],
    ['never, all day', 'Pacific/Apia', '2011-12-30T12:00Z', '2011-12-30T10:00Z', '2011-12-30T10:00Z'],
    ['in a zone whose clocks never change', 'UTC', '2026-03-29T02:30Z', '2026-03-29T02:30Z', '2026-03-29T02:30Z'],
  ])('%s: in %s, %s', (_, zone, wall, first, last) => {
    const { firstAt, lastAt } = localCalendar(zone, Date.parse(first));
    expect([at(firstAt(Date.parse(wall))), at(lastAt(Date.parse(wall)))]).toEqual([first, last]);
  });

  it('changes that are close together are all seen', () => {
    // Egypt stopped its summer time for Ramadan: 2010-08-10T21:00Z back, 2010-09-09T22:00Z forward, 2010-09-30T21:00Z back.
    for (const from of ['2010-08-01', '2010-08-12', '2010-09-12', '2010-10-02']) {
      const { firstAt } = localCalendar('Africa/Cairo', Date.parse(`${from}T00:00Z`));
      expect(at(firstAt(Date.parse(`${from}T12:00Z`)))).toMatch(/T(09|10):00Z$/);
    }
  });
});

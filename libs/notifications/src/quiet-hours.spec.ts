import { describe, expect, it } from '@jest/globals';
import { type PossibleZones, type QuietWindow, quietFrom, quietUntil } from './quiet-hours.js';

const NIGHT = '22:00-08:00';

function windowOf(text: string): QuietWindow {
  const [start = '', end = ''] = text.split('-');
  return { start, end };
}

const minute = (instant: Date | null) => instant?.toISOString().replace(':00.000Z', 'Z') ?? null;
const ask = (window: string, zone: string, now: string) => askOf(window, [zone], now);
const askOf = (window: string, zones: PossibleZones, now: string) =>
  minute(quietUntil(windowOf(window), zones, new Date(now)));

describe('quiet time', () => {
  it.each([
    ['before midnight', '2026-06-10T21:00:00Z', '2026-06-11T06:00Z'],
    ['after midnight', '2026-06-11T02:00:00Z', '2026-06-11T06:00Z'],
    ['at midnight', '2026-06-10T22:00:00Z', '2026-06-11T06:00Z'],
    ['at noon', '2026-06-10T10:00:00Z', null],
    ['exactly at its start', '2026-06-10T20:00:00Z', '2026-06-11T06:00Z'],
    ['30 s before its start: the message would still be on its way', '2026-06-10T19:59:30Z', '2026-06-11T06:00Z'],
    ['a millisecond earlier', '2026-06-10T19:59:29.999Z', null],
    ['a millisecond before its end', '2026-06-11T05:59:59.999Z', '2026-06-11T06:00Z'],
    ['exactly at its end', '2026-06-11T06:00:00Z', null],
  ])('AC-04 across midnight, in summer in Madrid: %s', (_, now, until) => {
    expect(ask(NIGHT, 'Europe/Madrid', now)).toBe(until);
  });

  it.each([
    ['before', '13:00-15:00', '2026-06-10T10:59:00Z', null],
    ['within', '13:00-15:00', '2026-06-10T12:00:00Z', '2026-06-10T13:00Z'],
    ['at the end', '13:00-15:00', '2026-06-10T13:00:00Z', null],
    ['from midnight', '00:00-06:00', '2026-06-09T22:00:00Z', '2026-06-10T04:00Z'],
    ['just before midnight', '00:00-06:00', '2026-06-09T21:59:45Z', '2026-06-10T04:00Z'],
    ['to midnight', '20:00-00:00', '2026-06-10T21:30:00Z', '2026-06-10T22:00Z'],
    ['all but a minute', '08:01-08:00', '2026-06-10T12:00:00Z', '2026-06-11T06:00Z'],
    ['in that minute', '08:01-08:00', '2026-06-10T06:00:15Z', null],
    ['a single minute', '08:00-08:01', '2026-06-10T06:00:59Z', '2026-06-10T06:01Z'],
  ])('AC-04 within a day: %s (%s)', (_, window, now, until) => {
    expect(ask(window, 'Europe/Madrid', now)).toBe(until);
  });

  it.each(['00:00-00:00', '22:00-22:00'])('does not exist where it starts when it ends: %s', (window) => {
    for (const now of ['2026-06-10T20:00:00Z', '2026-06-10T22:00:00Z', '2026-06-10T12:00:00Z']) {
      expect(ask(window, 'Europe/Madrid', now)).toBeNull();
    }
  });

  it.each([
    // New York, 2026-03-08: 02:00 EST becomes 03:00 EDT at 07:00Z.
    ['a shorter night', NIGHT, 'America/New_York', '2026-03-08T05:00:00Z', '2026-03-08T12:00Z'],
    ['an end that is skipped', '22:00-02:30', 'America/New_York', '2026-03-08T06:30:00Z', '2026-03-08T07:00Z'],
    ['a start that is skipped', '02:30-06:00', 'America/New_York', '2026-03-08T07:00:00Z', '2026-03-08T10:00Z'],
    ['30 s before such a start', '02:30-06:00', 'America/New_York', '2026-03-08T06:59:30Z', '2026-03-08T10:00Z'],
    ['31 s before such a start', '02:30-06:00', 'America/New_York', '2026-03-08T06:59:29Z', null],
    ['a window that is skipped', '02:10-02:50', 'America/New_York', '2026-03-08T07:00:00Z', null],
    ['just before a skipped window', '02:10-02:50', 'America/New_York', '2026-03-08T06:59:45Z', null],
    ['that window a day later', '02:10-02:50', 'America/New_York', '2026-03-09T06:20:00Z', '2026-03-09T06:50Z'],
    ['windows that touch in the gap', '02:30-02:10', 'America/New_York', '2026-03-08T06:00:00Z', '2026-03-09T06:10Z'],
    // New York, 2026-11-01: 02:00 EDT becomes 01:00 EST at 06:00Z.
    ['a longer night', NIGHT, 'America/New_York', '2026-11-01T04:00:00Z', '2026-11-01T13:00Z'],
    ['the first start of two', '01:30-03:00', 'America/New_York', '2026-11-01T05:30:00Z', '2026-11-01T08:00Z'],
    ['between two starts', '01:30-03:00', 'America/New_York', '2026-11-01T06:15:00Z', '2026-11-01T08:00Z'],
    ['between two ends', '23:00-01:30', 'America/New_York', '2026-11-01T05:45:00Z', '2026-11-01T06:30Z'],
    ['the last end of two', '23:00-01:30', 'America/New_York', '2026-11-01T06:30:00Z', null],
    ['windows that overlap', '01:30-01:00', 'America/New_York', '2026-11-01T05:00:00Z', '2026-11-02T06:00Z'],
    // Madrid, 2026-03-29 and 2026-10-25, both at 01:00Z.
    ['a shorter night', NIGHT, 'Europe/Madrid', '2026-03-28T22:00:00Z', '2026-03-29T06:00Z'],
    ['a longer night', NIGHT, 'Europe/Madrid', '2026-10-24T21:00:00Z', '2026-10-25T07:00Z'],
    // Lord Howe moves by half an hour: 2026-04-04T15:00Z back, 2026-10-03T15:30Z forward.
    ['between two ends', '22:00-01:45', 'Australia/Lord_Howe', '2026-04-04T14:50:00Z', '2026-04-04T15:15Z'],
    ['an end that is skipped', '22:00-02:15', 'Australia/Lord_Howe', '2026-10-03T15:00:00Z', '2026-10-03T15:30Z'],
    // Troll moves by two hours: 2026-03-29T01:00Z from 01:00 to 03:00, 2026-10-25T01:00Z from 03:00 to 01:00.
    ['a night two hours shorter', NIGHT, 'Antarctica/Troll', '2026-03-28T23:00:00Z', '2026-03-29T06:00Z'],
    ['a window that two hours skip', '01:15-02:45', 'Antarctica/Troll', '2026-03-29T00:59:50Z', null],
    ['a start that two hours skip', '02:45-03:30', 'Antarctica/Troll', '2026-03-29T01:00:00Z', '2026-03-29T01:30Z'],
    ['a window that two hours repeat', '01:15-02:45', 'Antarctica/Troll', '2026-10-25T00:50:00Z', '2026-10-25T02:45Z'],
    // São Paulo skipped midnight on 2017-10-15, at 03:00Z, and had 23:00 twice on 2018-02-17, at 02:00Z.
    [
      'a start at a midnight that is skipped',
      '00:00-06:00',
      'America/Sao_Paulo',
      '2017-10-15T03:00:00Z',
      '2017-10-15T08:00Z',
    ],
    ['a minute before it', '00:00-06:00', 'America/Sao_Paulo', '2017-10-15T02:59:00Z', null],
    [
      'an end at a midnight that is skipped',
      '22:00-00:00',
      'America/Sao_Paulo',
      '2017-10-15T02:00:00Z',
      '2017-10-15T03:00Z',
    ],
    ['between two ends', '22:00-23:30', 'America/Sao_Paulo', '2018-02-18T01:45:00Z', '2018-02-18T02:30Z'],
    // Cairo: 2023-04-27T22:00Z midnight is skipped; 2023-10-26T21:00Z midnight becomes 23:00.
    ['an end that is skipped', '22:00-00:30', 'Africa/Cairo', '2023-04-27T21:00:00Z', '2023-04-27T22:00Z'],
    ['between two ends', '23:00-23:30', 'Africa/Cairo', '2023-10-26T20:45:00Z', '2023-10-26T21:30Z'],
    // St. John's: 2010-11-07T02:31Z, 00:01 becomes 23:01 of the day before.
    [
      'begun, though its date is tomorrow’s again',
      '00:00-06:00',
      'America/St_Johns',
      '2010-11-07T02:45:00Z',
      '2010-11-07T09:30Z',
    ],
    // Apia had no 2011-12-30: from 24:00 on the 29th to 00:00 on the 31st at 2011-12-30T10:00Z.
    ['a night without its next day', NIGHT, 'Pacific/Apia', '2011-12-30T09:00:00Z', '2011-12-30T18:00Z'],
    ['a window on a date that is skipped', '09:00-17:00', 'Pacific/Apia', '2011-12-30T10:00:00Z', null],
    ['just before such a window', '09:00-17:00', 'Pacific/Apia', '2011-12-30T09:59:45Z', null],
    // Kwajalein had no 1993-08-21, Kiritimati and Enderbury no 1995-01-01 and 1994-12-31: they crossed the date line.
    ['a night without its next day', NIGHT, 'Pacific/Kwajalein', '1993-08-21T11:00:00Z', '1993-08-21T20:00Z'],
    ['a window on a date that is skipped', '09:00-17:00', 'Pacific/Kwajalein', '1993-08-21T12:00:00Z', null],
    ['a night without its next day', NIGHT, 'Pacific/Kiritimati', '1994-12-31T09:00:00Z', '1994-12-31T18:00Z'],
    // Caracas, half an hour ahead at 2016-05-01T07:00Z; Pyongyang, likewise at 2018-05-04T15:00Z, at midnight.
    ['half an hour for good', NIGHT, 'America/Caracas', '2016-05-01T03:00:00Z', '2016-05-01T12:00Z'],
    [
      'a midnight that is skipped for good',
      '00:00-06:00',
      'Asia/Pyongyang',
      '2018-05-04T15:00:00Z',
      '2018-05-04T21:00Z',
    ],
    // Casablanca leaves its summer time for Ramadan: 2026-02-15T02:00Z back, 2026-03-22T02:00Z forward.
    ['a night before Ramadan', NIGHT, 'Africa/Casablanca', '2026-02-14T23:00:00Z', '2026-02-15T08:00Z'],
    ['a night after Ramadan', NIGHT, 'Africa/Casablanca', '2026-03-21T23:00:00Z', '2026-03-22T07:00Z'],
    // Gaza has changed at 00:00, at 00:01 and at 02:00: 2015-03-27T22:00Z midnight was skipped.
    ['a start at a midnight that is skipped', '00:00-06:00', 'Asia/Gaza', '2015-03-27T22:00:00Z', '2015-03-28T03:00Z'],
  ])('AC-04 over a change of clocks: %s (%s in %s at %s)', (_, window, zone, now, until) => {
    expect(ask(window, zone, now)).toBe(until);
  });
});

describe('quiet time, under whatever name a zone goes by', () => {
  it.each([
    ['US/Pacific', 'America/Los_Angeles'],
    ['Asia/Calcutta', 'Asia/Kolkata'],
    ['Europe/Kyiv', 'Europe/Kiev'],
    ['America/Buenos_Aires', 'America/Argentina/Buenos_Aires'],
    ['Australia/LHI', 'Australia/Lord_Howe'],
    ['Japan', 'Asia/Tokyo'],
    ['EST5EDT', 'America/New_York'],
    ['europe/madrid', 'Europe/Madrid'],
    ['Etc/GMT+5', 'America/Jamaica'],
    ['Zulu', 'UTC'],
  ])('%s is %s', (name, canonical) => {
    for (const now of [
      '2026-01-15T05:00:00Z',
      '2026-03-08T05:00:00Z',
      '2026-07-15T14:00:00Z',
      '2026-11-01T06:15:00Z',
    ]) {
      expect(ask(NIGHT, name, now)).toBe(ask(NIGHT, canonical, now));
    }
  });
});

describe('quiet time, where a customer may be in one of several zones', () => {
  const COASTS: PossibleZones = ['America/New_York', 'America/Los_Angeles'];
  const OCEAN: PossibleZones = ['Pacific/Auckland', 'Pacific/Honolulu'];

  it.each([
    ['in one of them', COASTS, NIGHT, '2026-06-10T12:30:00Z', '2026-06-10T15:00Z'],
    ['in the main one only', COASTS, NIGHT, '2026-06-10T03:00:00Z', '2026-06-10T15:00Z'],
    ['in none', COASTS, NIGHT, '2026-06-10T15:00:00Z', null],
    ['in all, one after the other', COASTS, NIGHT, '2026-06-10T06:00:00Z', '2026-06-10T15:00Z'],
    ['over a change of clocks', COASTS, NIGHT, '2026-11-01T03:00:00Z', '2026-11-01T16:00Z'],
    ['always in one of them: the main one decides', COASTS, '10:00-08:00', '2026-06-10T06:00:00Z', '2026-06-10T12:00Z'],
    ['always in one of them, in the main one’s free time', COASTS, '10:00-08:00', '2026-06-10T13:00:00Z', null],
    [
      'nearly always: a minute is worth waiting for',
      COASTS,
      '11:01-08:00',
      '2026-06-10T06:00:00Z',
      '2026-06-10T15:00Z',
    ],
    ['on both sides of the date line', OCEAN, NIGHT, '2026-06-10T12:00:00Z', '2026-06-10T20:00Z'],
  ] as const)('AC-04 %s', (_, zones, window, now, until) => {
    expect(askOf(window, zones, now)).toBe(until);
  });
});

describe('the next quiet time', () => {
  const next = (window: string, zones: PossibleZones, now: string) =>
    minute(quietFrom(windowOf(window), zones, new Date(now)));

  it.each([
    ['tonight', NIGHT, '2026-06-10T10:00:00Z', '2026-06-10T20:00Z'],
    ['in 31 s', NIGHT, '2026-06-10T19:59:29Z', '2026-06-10T20:00Z'],
    ['tomorrow, as it has begun today', NIGHT, '2026-06-10T20:00:00Z', '2026-06-11T20:00Z'],
    ['tomorrow, as today’s is over', '09:00-10:00', '2026-06-10T10:00:00Z', '2026-06-11T07:00Z'],
    ['later, as a change of clocks skips it', '02:10-02:50', '2026-03-29T00:00:00Z', '2026-03-30T00:10Z'],
    ['at a change of clocks', '02:30-06:00', '2026-03-29T00:00:00Z', '2026-03-29T01:00Z'],
    ['never', '08:00-08:00', '2026-06-10T10:00:00Z', null],
  ])('AC-04 begins %s', (_, window, now, from) => {
    expect(next(window, ['Europe/Madrid'], now)).toBe(from);
  });

  it('AC-04 of several zones begins in the first', () => {
    expect(next(NIGHT, ['America/Los_Angeles', 'America/New_York'], '2026-06-10T16:00:00Z')).toBe('2026-06-11T02:00Z');
  });

  it('begins after a date that is skipped', () => {
    expect(next('09:00-17:00', ['Pacific/Apia'], '2011-12-30T09:00:00Z')).toBe('2011-12-30T19:00Z');
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { type QuietWindow, localDate, quietUntil } from './quiet-hours.js';

const NIGHT = '22:00-08:00';

function windowOf(text: string): QuietWindow {
  const [start = '', end = ''] = text.split('-');
  return { start, end };
}

const ask = (window: string, zone: string, now: string) =>
  quietUntil(windowOf(window), zone, new Date(now))?.toISOString().replace(':00.000Z', 'Z') ?? null;

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
  ])('AC-04 over a change of clocks: %s (%s in %s at %s)', (_, window, zone, now, until) => {
    expect(ask(window, zone, now)).toBe(until);
  });
});

describe('quiet time, in every zone', () => {
  const zones = Intl.supportedValuesOf('timeZone');
  const YEAR_2000 = Date.UTC(2000, 0, 1);
  const YEAR_2040 = Date.UTC(2040, 0, 1);
  const DAY = 86_400_000;

  const timeOfDay = fc
    .integer({ min: 0, max: 1_439 })
    .map((minutes) => new Date(minutes * 60_000).toISOString().slice(11, 16));
  const anyInstant = fc.integer({ min: YEAR_2000, max: YEAR_2040 });

  const anyTime = fc.record({
    zone: fc.constantFrom(...zones),
    window: fc.record({ start: timeOfDay, end: timeOfDay }),
    now: anyInstant,
  });

  /** Moves `now` to within two days of a change of clocks, where the zone has one. */
  const nearTransition = fc
    .tuple(anyTime, fc.integer({ min: -2 * DAY, max: 2 * DAY }))
    .map(([{ zone, window, now }, distance]) => {
      const transition = Temporal.Instant.fromEpochMilliseconds(now)
        .toZonedDateTimeISO(zone)
        .getTimeZoneTransition('next');
      return { zone, window, now: (transition?.epochMilliseconds ?? now) + distance };
    });

  const scenario = fc.oneof(anyTime, nearTransition);
  const RUNS = { numRuns: 4_000 };

  const clockOf = new Map<string, Intl.DateTimeFormat>();
  function clockShows(zone: string, at: Date): string {
    let clock = clockOf.get(zone);
    if (clock === undefined) {
      clock = new Intl.DateTimeFormat('en', { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
      clockOf.set(zone, clock);
    }
    return clock.format(at);
  }

  const isWithin = ({ start, end }: QuietWindow, time: string) =>
    start <= end ? start <= time && time < end : start <= time || time < end;

  it('ends later than now, within three days, and its end is not quiet', () => {
    fc.assert(
      fc.property(scenario, ({ zone, window, now }) => {
        const until = quietUntil(window, zone, new Date(now));
        if (until === null) return;
        expect(until.getTime()).toBeGreaterThan(now);
        expect(until.getTime()).toBeLessThan(now + 3 * DAY);
        expect(quietUntil(window, zone, until)).toBeNull();
      }),
      RUNS,
    );
  });

  it('ends at the same instant, whenever one asks before', () => {
    fc.assert(
      fc.property(
        scenario,
        fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
        ({ zone, window, now }, share) => {
          const until = quietUntil(window, zone, new Date(now));
          if (until === null) return;
          const later = new Date(now + Math.floor(share * (until.getTime() - now)));
          expect(quietUntil(window, zone, later)).toEqual(until);
        },
      ),
      RUNS,
    );
  });

  it('holds whenever the customer’s clock shows a quiet time', () => {
    fc.assert(
      fc.property(scenario, ({ zone, window, now }) => {
        const at = new Date(now);
        const sendAt = quietUntil(window, zone, at) ?? at;
        expect(isWithin(window, clockShows(zone, sendAt))).toBe(false);
      }),
      RUNS,
    );
  });
});

describe('the local date', () => {
  it.each([
    ['Europe/Madrid', '2026-11-25T22:59:59Z', '2026-11-25'],
    ['Europe/Madrid', '2026-11-25T23:00:00Z', '2026-11-26'],
    ['Pacific/Apia', '2011-12-30T09:59:59Z', '2011-12-29'],
    ['Pacific/Apia', '2011-12-30T10:00:00Z', '2011-12-31'],
    ['Pacific/Kiritimati', '2026-11-25T10:00:00Z', '2026-11-26'],
  ])('in %s at %s is %s', (zone, at, date) => {
    expect(localDate(zone, new Date(at))).toBe(date);
  });
});

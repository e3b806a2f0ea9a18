/**
 * Quiet hours in every zone of the tz database, over 30 years of changes of clocks. What is expected is read from the clocks of the zone
 * (`Intl`), minute by minute or instant by instant, and shares no code with the rule.
 */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { type PossibleZones, type QuietWindow, quietFrom, quietUntil } from './quiet-hours.js';

const FROM = Date.UTC(2008, 0, 1);
const TO = Date.UTC(2038, 0, 1);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STOP_BEFORE = 30_000;

interface Change {
  readonly zone: string;
  readonly at: number;
  /** Offsets before and after, and what clocks showed just before, all in milliseconds. */
  readonly before: number;
  readonly after: number;
}

const ZONES = Intl.supportedValuesOf('timeZone');

/** Every change of clocks of the 30 years. */
function changesOf(zone: string): Change[] {
  const changes: Change[] = [];
  let moment = Temporal.Instant.fromEpochMilliseconds(FROM).toZonedDateTimeISO(zone);
  for (;;) {
    const next = moment.getTimeZoneTransition('next');
    if (next === null || next.epochMilliseconds >= TO) return changes;
    changes.push({
      zone,
      at: next.epochMilliseconds,
      before: moment.offsetNanoseconds / 1_000_000,
      after: next.offsetNanoseconds / 1_000_000,
    });
    moment = next;
  }
}

/** Zones that agree on every change are one history: the same instants, the same offsets. */
const historyKey = (zone: string, changes: readonly Change[]) =>
  JSON.stringify([
    Temporal.Instant.fromEpochMilliseconds(FROM).toZonedDateTimeISO(zone).offset,
    changes.map(({ at, after }) => [at, after]),
  ]);

const HISTORIES = new Map(
  ZONES.map((zone) => {
    const changes = changesOf(zone);
    return [historyKey(zone, changes), { zone, changes }];
  }),
);
const CHANGES = [...HISTORIES.values()].flatMap(({ changes }) => changes);

/** One change of each kind: what quiet hours see of it is how far clocks move, and from what time of day. */
const KINDS = [
  ...new Map(
    CHANGES.map((change) => [`${change.after - change.before} ${(change.at + change.before) % DAY}`, change]),
  ).values(),
];

/** Minutes since midnight. */
const minuteOf = (wall: number) => Math.floor((((wall % DAY) + DAY) % DAY) / MINUTE);
const textOf = (minutes: number) => new Date(minutes * MINUTE).toISOString().slice(11, 16);
const windowOf = (start: number, end: number): QuietWindow => ({ start: textOf(start), end: textOf(end) });

const formatters = new Map<string, Intl.DateTimeFormat>();

/** What the clocks of a zone show, `HH:MM`. */
function clock(zone: string, at: number): string {
  let formatter = formatters.get(zone);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat('en', { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
    formatters.set(zone, formatter);
  }
  return formatter.format(at);
}

const isWithin = ({ start, end }: QuietWindow, time: string) =>
  start <= end ? start <= time && time < end : start <= time || time < end;

/** The promises; broken ones are thrown by hand, because `expect` a million times takes minutes. */
function check(window: QuietWindow, zones: PossibleZones, now: number): void {
  const ask = (at: number) => quietUntil(window, zones, new Date(at))?.getTime() ?? null;
  const until = ask(now);
  const free = until ?? now;
  const promise = (kept: boolean, broken: string) => {
    if (kept) return;
    throw new Error(`${broken}: ${JSON.stringify({ window, zones, now: new Date(now), free: new Date(free) })}`);
  };
  promise(until === null || (now < until && until < now + 3 * DAY), 'it does not end after now, within three days');
  promise(ask(free) === null, 'its end is quiet');
  for (const share of until === null ? [] : [0.01, 0.5, 0.99]) {
    promise(ask(now + Math.floor((free - now) * share)) === until, 'asked again, it gives another answer');
  }
  promise(!isWithin(window, clock(zones[0], free)), 'it is quiet on the customer’s clock');
  const begins = quietFrom(window, zones, new Date(free))?.getTime() ?? -Infinity;
  promise(window.start === window.end || begins > free + STOP_BEFORE, 'no time is left to deliver');
}

describe('AC-04 quiet time, in every zone, over 30 years of changes', () => {
  it('knows enough zones, histories and kinds of changes to say so', () => {
    expect(ZONES.length).toBeGreaterThan(400);
    expect(HISTORIES.size).toBeGreaterThan(150);
    expect(CHANGES.length).toBeGreaterThan(3_000);
    expect(KINDS.length).toBeGreaterThan(20);
  });

  it('its end is not quiet, not before now, and the same whenever one asks: around every change of every zone', () => {
    for (const { zone, at, before } of CHANGES) {
      const minute = minuteOf(at + before);
      // The default, and windows that begin or end in what clocks skip or repeat.
      const windows = [
        windowOf(22 * 60, 8 * 60),
        windowOf(minute - 15, minute + 15),
        windowOf(minute + 15, minute - 15),
      ];
      for (const window of windows) {
        for (const hours of [-24, -6, -0.01, 0, 0.3, 1, 8]) check(window, [zone], at + hours * HOUR);
      }
    }
  });

  it('the same for all windows and instants around the change: for every kind of change', () => {
    for (const { zone, at, before } of KINDS) {
      const minute = minuteOf(at + before);
      const times = [-600, -61, -30, 0, 1, 29, 60, 150, 720].map((distance) => minute + distance);
      for (const window of times.flatMap((start) => times.map((end) => windowOf(start, end)))) {
        for (const minutes of [-1_500, -70, -29.9, 0, 40, 95, 300]) check(window, [zone], at + minutes * MINUTE);
      }
    }
  });

  it('quiet is what clocks show, and 30 s before: minute by minute, for every kind of change', () => {
    for (const { zone, at } of KINDS) {
      // Where clocks go back, quiet time lasts from its first start to its last end: clocks may show less.
      for (const window of [windowOf(22 * 60, 8 * 60), windowOf(13 * 60, 14 * 60)]) {
        for (let now = at - DAY; now < at + DAY; now += 7 * MINUTE) {
          const shown = isWithin(window, clock(zone, now));
          const soon = isWithin(window, clock(zone, now + STOP_BEFORE));
          const quiet = quietUntil(window, [zone], new Date(now)) !== null;
          if ((shown || soon) && !quiet)
            throw new Error(`${zone} ${window.start}-${window.end} ${new Date(now).toISOString()}`);
          if (quiet && !shown && !soon && Math.abs(now - at) > 3 * HOUR) {
            throw new Error(`held for nothing: ${zone} ${window.start}-${window.end} ${new Date(now).toISOString()}`);
          }
        }
      }
    }
  });

  const timeOfDay = fc.integer({ min: 0, max: 1_439 });
  const window = fc.tuple(timeOfDay, timeOfDay).map(([start, end]) => windowOf(start, end));
  const anyInstant = fc.integer({ min: FROM, max: TO });
  const nearChange = fc.tuple(fc.constantFrom(...CHANGES), fc.integer({ min: -2 * DAY, max: 2 * DAY }));
  const place = fc.oneof(
    fc.record({ zone: fc.constantFrom(...ZONES), now: anyInstant }),
    nearChange.map(([{ zone, at }, distance]) => ({ zone, now: at + distance })),
  );
  const otherZones = fc.array(fc.constantFrom(...ZONES), { maxLength: 5 });

  it('the same for any window, instant and zone', () => {
    fc.assert(
      fc.property(place, window, ({ zone, now }, quiet) => {
        check(quiet, [zone], now);
      }),
      { numRuns: 4_000 },
    );
  });

  it('the same for a customer who may be in any of several zones', () => {
    fc.assert(
      fc.property(place, otherZones, window, ({ zone, now }, others, quiet) => {
        check(quiet, [zone, ...others], now);
      }),
      { numRuns: 3_000 },
    );
  });

  it('holds in all of several zones, unless that leaves nothing for a day', () => {
    fc.assert(
      fc.property(place, otherZones, window, ({ zone, now }, others, quiet) => {
        const zones: PossibleZones = [zone, ...others];
        const free = quietUntil(quiet, zones, new Date(now))?.getTime() ?? now;
        if (zones.every((one) => !isWithin(quiet, clock(one, free)))) return;
        for (let later = now; later < now + DAY; later += MINUTE) {
          const permitted = zones.every((one) => quietUntil(quiet, [one], new Date(later)) === null);
          expect({ later, permitted }).toEqual({ later, permitted: false });
        }
      }),
      { numRuns: 60 },
    );
  });
});

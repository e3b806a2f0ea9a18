/** Implements F3, N8. What the clocks of a zone show, and when they show it. Total: every zone and instant has an answer. */
import { Temporal } from 'temporal-polyfill';

const DAY_MS = 86_400_000;
/** How far around an instant its calendar is good. */
const REACH_MS = 4 * DAY_MS;

/** What a zone's calendar says around an instant. Walls are what the zone's clocks show, in milliseconds since they showed 1970. */
export interface LocalCalendar {
  /** The wall at which the local date of the instant begins; also where the clocks skip that midnight. */
  readonly midnight: number;
  /** When the clocks first show `wall`. One that they skip becomes the instant of the change. */
  readonly firstAt: (wall: number) => number;
  /** When the clocks last show `wall`. One that they skip becomes the instant of the change. */
  readonly lastAt: (wall: number) => number;
}

export function localCalendar(zone: string, instant: number): LocalCalendar {
  const { current, all } = stretchesAround(zone, instant);
  return {
    midnight: Math.floor((instant + current.offset) / DAY_MS) * DAY_MS,
    firstAt: (wall) => {
      const { offset, from } = all.find((stretch) => wall < stretch.to + stretch.offset) ?? current;
      return Math.max(from, wall - offset);
    },
    lastAt: (wall) => {
      const { offset, to } = all.findLast((stretch) => stretch.from + stretch.offset <= wall) ?? current;
      return Math.min(to, wall - offset);
    },
  };
}

/** @returns the calendar date in `zone`, `YYYY-MM-DD` */
export function localDate(zone: string, at: Date): string {
  const { midnight } = localCalendar(zone, at.getTime());
  return new Date(midnight).toISOString().slice(0, 10);
}

const HALF_YEAR_MS = 182 * DAY_MS;

/** Whether the clocks of all these zones show the same, in this half of the year and in the other. */
export function haveOneClock(zones: readonly string[], now: Date): boolean {
  const seasons = [now.getTime(), now.getTime() + HALF_YEAR_MS];
  return seasons.every((instant) => new Set(zones.map((zone) => zoned(zone, instant).offsetNanoseconds)).size <= 1);
}

/** The time between two changes of a zone's clocks, `[from, to)`. Milliseconds. */
interface Stretch {
  readonly offset: number;
  readonly from: number;
  readonly to: number;
}

interface Stretches {
  /** The one that the instant is in. */
  readonly current: Stretch;
  /** In order; they cover what is within reach of `current`. */
  readonly all: readonly Stretch[];
}

/** The last answer per zone: nearly every question is about now. Bounded, because names come from outside in upper and lower case. */
const known = new Map<string, Stretches>();
const MOST_KNOWN = 2_000;

function stretchesAround(zone: string, instant: number): Stretches {
  const last = known.get(zone);
  if (last !== undefined && last.current.from <= instant && instant < last.current.to) return last;
  const found = findStretches(zone, instant);
  if (last !== undefined || known.size < MOST_KNOWN) known.set(zone, found);
  return found;
}

function findStretches(zone: string, instant: number): Stretches {
  const current = stretchAt(zone, instant);
  const earlier: Stretch[] = [];
  for (let { from } = current; from > current.from - REACH_MS; from = earlier[0]?.from ?? -Infinity) {
    earlier.unshift(stretchAt(zone, from - 1));
  }
  const later: Stretch[] = [];
  for (let { to } = current; to < current.to + REACH_MS; to = later.at(-1)?.to ?? Infinity) {
    later.push(stretchAt(zone, to));
  }
  return { current, all: [...earlier, current, ...later] };
}

function stretchAt(zone: string, instant: number): Stretch {
  const at = zoned(zone, instant);
  // "Previous" means strictly before, and a change at this very instant has happened.
  const before = zoned(zone, instant + 1).getTimeZoneTransition('previous');
  const after = at.getTimeZoneTransition('next');
  return {
    offset: at.offsetNanoseconds / 1_000_000,
    from: before?.epochMilliseconds ?? -Infinity,
    to: after?.epochMilliseconds ?? Infinity,
  };
}

const zoned = (zone: string, instant: number) =>
  Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);

/** Implements F3, N8, AC-04. When a text message has to wait. Pure and total: every zone and instant has an answer. */
import { localCalendar } from './zone-clock.js';

/** Local times of day, `HH:MM`; `[start, end)`, across midnight where start is later than end. */
export interface QuietWindow {
  readonly start: string;
  readonly end: string;
}

/**
 * Zones that a customer may be in, as IANA names the runtime knows. The first is the one to rely on where there can be only one.
 * Of several, none may be quiet.
 */
export type PossibleZones = readonly [string, ...string[]];

/** A message started now must be out before quiet time begins. */
const STOP_BEFORE_MS = 30_000;

const DAY_MS = 86_400_000;

/**
 * The instant at which quiet time ends, or null when `now` is not quiet. The result is not quiet, and whoever asks again before it gets
 * the same answer.
 */
export function quietUntil(window: QuietWindow, zones: PossibleZones, now: Date): Date | null {
  const end = nextFree(window, zones, now.getTime());
  return end === now.getTime() ? null : new Date(end);
}

/**
 * The next instant at which quiet time begins for a message that may be sent now; null where there is none. In any of the zones, unless
 * one of them is quiet already: then only the main zone counts.
 */
export function quietFrom(window: QuietWindow, zones: PossibleZones, now: Date): Date | null {
  const instant = now.getTime();
  const counting = zones.every((zone) => nextFreeIn(window, zone, instant) === instant) ? zones : [zones[0]];
  const starts = counting.flatMap((zone) => nextStart(window, zone, instant) ?? []);
  return starts.length === 0 ? null : new Date(Math.min(...starts));
}

/**
 * The first instant from `instant` on at which a message may be sent. One that all zones permit is worth waiting for a day longer than the
 * main zone asks for: so measured from the main zone's answer, not from `instant`, the result does not depend on when one asks.
 */
function nextFree(window: QuietWindow, zones: PossibleZones, instant: number): number {
  const inMain = nextFreeIn(window, zones[0], instant);
  for (let free = inMain; ;) {
    const next = Math.max(...zones.map((zone) => nextFreeIn(window, zone, free)));
    if (next === free) return free;
    if (next > inMain + DAY_MS) return inMain;
    free = next;
  }
}

function nextFreeIn(window: QuietWindow, zone: string, instant: number): number {
  // Two windows touch where a change of clocks leaves nothing between them.
  for (let free = instant; ;) {
    const end = windowAround(window, zone, free)?.ends;
    if (end === undefined) return free;
    free = end;
  }
}

/** A window on one date, in instants: from the first occurrence of its start to the last of its end. */
interface Occurrence {
  readonly starts: number;
  readonly ends: number;
}

/** Windows by date, in days from the local date of `instant`; undefined where there is none, be it that the date's clocks skip it. */
function windowsNear({ start, end }: QuietWindow, zone: string, instant: number) {
  const { midnight, firstAt, lastAt } = localCalendar(zone, instant);
  return (days: number): Occurrence | undefined => {
    const date = midnight + days * DAY_MS;
    const starts = firstAt(date + sinceMidnight(start));
    const ends = lastAt(date + sinceMidnight(end) + (start > end ? DAY_MS : 0));
    return start !== end && starts < ends ? { starts, ends } : undefined;
  };
}

/**
 * The window that a message started at `instant` would fall into. Starts and ends both rise with the date, so the newest window that has
 * begun decides. Yesterday's always has; tomorrow's has at the very end of a day, and where clocks go back across midnight.
 */
function windowAround(window: QuietWindow, zone: string, instant: number): Occurrence | undefined {
  const windowOn = windowsNear(window, zone, instant);
  for (const days of [1, 0, -1]) {
    const found = windowOn(days);
    if (found !== undefined && found.starts - STOP_BEFORE_MS <= instant)
      return instant < found.ends ? found : undefined;
  }
  return undefined;
}

/** A date may be skipped, and tomorrow's window with it. */
function nextStart(window: QuietWindow, zone: string, instant: number): number | undefined {
  const windowOn = windowsNear(window, zone, instant);
  for (const days of [0, 1, 2, 3]) {
    const found = windowOn(days);
    if (found !== undefined && found.starts > instant) return found.starts;
  }
  return undefined;
}

const sinceMidnight = (time: string) => Date.parse(`1970-01-01T${time}Z`);

/** Implements F3, N8. When a text message has to wait. Pure and total: every zone and instant has an answer. */
import { Temporal } from 'temporal-polyfill';

/** Local times of day, `HH:MM`; `[start, end)`, across midnight where start is later than end. */
export interface QuietWindow {
  readonly start: string;
  readonly end: string;
}

/** A message started now must be out before quiet time begins. */
const STOP_BEFORE_MS = 30_000;

const DAY_MS = 86_400_000;

/**
 * @param zone IANA name the runtime knows
 * @returns the instant at which quiet time ends, or null when `now` is not quiet. The result itself is never quiet.
 */
export function quietUntil(window: QuietWindow, zone: string, now: Date): Date | null {
  if (window.start === window.end) return null;
  const end = quietEnd(window, zone, now.getTime());
  // Two windows touch where a transition leaves nothing between them.
  return end === null ? null : (quietUntil(window, zone, new Date(end)) ?? new Date(end));
}

/**
 * The end of the window that a message started at `instant` would fall into; null when there is none. Milliseconds.
 * Starts and ends both rise with the date, so the newest window that has begun decides. Yesterday's always has; tomorrow's has at
 * the very end of a day, and where clocks go back across midnight.
 */
function quietEnd({ start, end }: QuietWindow, zone: string, instant: number): number | null {
  const offset = offsetAt(zone, instant);
  const instantOf = changesAround(zone, instant) ? lookUpIn(zone) : (wall: number) => wall - offset;
  const midnight = Math.floor((instant + offset) / DAY_MS) * DAY_MS;
  for (const date of [midnight + DAY_MS, midnight, midnight - DAY_MS]) {
    const starts = instantOf(date + sinceMidnight(start), 'earlier');
    if (instant < starts - STOP_BEFORE_MS) continue;
    const ends = instantOf(date + sinceMidnight(end) + (start > end ? DAY_MS : 0), 'later');
    if (starts < ends) return instant < ends ? ends : null;
  }
  return null;
}

/** The instant at which a zone's clocks show `wall` (milliseconds since 1970 on that clock), the earlier or later one if they do so twice. */
type InstantOf = (wall: number, which: 'earlier' | 'later') => number;

/** A wall time that a transition skips becomes the instant of that transition. */
const lookUpIn =
  (zone: string): InstantOf =>
  (wall, which) => {
    const local = zoned('UTC', wall).toPlainDateTime();
    const found = local.toZonedDateTime(zone, { disambiguation: which });
    if (found.toPlainDateTime().equals(local)) return found.epochMilliseconds;
    const before = local.toZonedDateTime(zone, { disambiguation: 'earlier' });
    return before.getTimeZoneTransition('next')?.epochMilliseconds ?? found.epochMilliseconds;
  };

/** Whether any of the windows looked at could meet a transition. On most days none does, and subtraction replaces slow look-ups. */
function changesAround(zone: string, instant: number): boolean {
  const next = zoned(zone, instant - 4 * DAY_MS).getTimeZoneTransition('next');
  return next !== null && next.epochMilliseconds < instant + 4 * DAY_MS;
}

const zoned = (zone: string, instant: number) =>
  Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
const offsetAt = (zone: string, instant: number) => zoned(zone, instant).offsetNanoseconds / 1_000_000;
const sinceMidnight = (time: string) => Date.parse(`1970-01-01T${time}Z`);

/** @returns the calendar date in `zone`, `YYYY-MM-DD` */
export function localDate(zone: string, at: Date): string {
  return zoned(zone, at.getTime()).toPlainDate().toString();
}

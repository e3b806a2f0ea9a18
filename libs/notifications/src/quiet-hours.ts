/** Implements F3, N8. When a text message has to wait. Pure and total: every zone and instant has an answer. */
import { Temporal } from 'temporal-polyfill';

/** Local times of day, `HH:MM`; `[start, end)`, across midnight where start is later than end. */
export interface QuietWindow {
  readonly start: string;
  readonly end: string;
}

/** A message started now must be out before quiet time begins. */
const STOP_BEFORE_MS = 30_000;

/** No zone's windows overlap more often than this in a row; a bound keeps the search total. */
const MOST_WINDOWS = 8;

/**
 * @param zone IANA name the runtime knows
 * @returns the instant at which quiet time ends, or null when `now` is not quiet. The result itself is never quiet.
 */
export function quietUntil(window: QuietWindow, zone: string, now: Date): Date | null {
  if (window.start === window.end) return null;
  let until = quietEnd(window, zone, now.getTime());
  for (let i = 0; until !== null && i < MOST_WINDOWS; i++) {
    const next: number | null = quietEnd(window, zone, until);
    if (next === null) break;
    until = next;
  }
  return until === null ? null : new Date(until);
}

/** When quiet time ends for a message started at `instant`; null when it may start. Milliseconds. */
function quietEnd(window: QuietWindow, zone: string, instant: number): number | null {
  return endOfQuietAt(window, zone, instant + STOP_BEFORE_MS) ?? endOfQuietAt(window, zone, instant);
}

/** The latest end among the windows that hold `instant`; null when none does. Milliseconds. */
function endOfQuietAt(window: QuietWindow, zone: string, instant: number): number | null {
  const today = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).toPlainDate();
  let latest: number | null = null;
  // A window that began two local days ago can still be open where a zone skipped a date.
  for (const offset of [-2, -1, 0, 1]) {
    const date = today.add({ days: offset });
    const start = firstOccurrence(date, window.start, zone);
    const end = lastOccurrence(window.start > window.end ? date.add({ days: 1 }) : date, window.end, zone);
    if (start <= instant && instant < end && (latest === null || end > latest)) latest = end;
  }
  return latest;
}

const firstOccurrence = (date: Temporal.PlainDate, time: string, zone: string) => occurrence(date, time, zone, 'earlier');
const lastOccurrence = (date: Temporal.PlainDate, time: string, zone: string) => occurrence(date, time, zone, 'later');

/** A local time that a transition skips becomes the instant of that transition. */
function occurrence(
  date: Temporal.PlainDate,
  time: string,
  zone: string,
  disambiguation: 'earlier' | 'later',
): number {
  const local = date.toPlainDateTime(Temporal.PlainTime.from(time));
  const found = local.toZonedDateTime(zone, { disambiguation });
  if (found.toPlainDateTime().equals(local)) return found.epochMilliseconds;
  const before = local.toZonedDateTime(zone, { disambiguation: 'earlier' });
  return before.getTimeZoneTransition('next')?.epochMilliseconds ?? found.epochMilliseconds;
}

/** @returns the calendar date in `zone`, `YYYY-MM-DD` */
export function localDate(zone: string, at: Date): string {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone).toPlainDate().toString();
}

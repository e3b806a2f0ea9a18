/** Implements F3. Which zone names exist. */
import { Temporal } from 'temporal-polyfill';

const known = new Map<string, boolean>();

/**
 * True for an IANA name (`Europe/Madrid`). Not for offsets such as `+01:00`, which know no summer time. A name upstream made up
 * must not stop a message: readers count it as not said.
 */
export function isKnownTimeZone(name: string): boolean {
  let valid = known.get(name);
  if (valid === undefined) {
    valid = /^[A-Za-z]/.test(name) && isUsable(name);
    if (known.size < 2_000) known.set(name, valid);
  }
  return valid;
}

/** Dates are computed with Temporal and written with Intl. ICU's short names (`PST`, `IST`) satisfy only the latter. */
function isUsable(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(timeZone);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

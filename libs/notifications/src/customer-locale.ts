/** Implements F3. Which zone and language a customer is addressed in. */
import { Temporal } from 'temporal-polyfill';
import { DEFAULT_LANGUAGE, LANGUAGES, type Language } from '#contracts';

/** What each source says, most binding first; null or undefined where it says nothing. */
type Sources = readonly (string | null | undefined)[];

const known = new Map<string, boolean>();

/** A name upstream made up must not stop a message: it counts as not said. */
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

/** The first zone that exists; else `fallback`. Order: preference, directory, event. */
export function resolveTimeZone(sources: Sources, fallback: string): string {
  return (
    sources.find((name): name is string => name !== null && name !== undefined && isKnownTimeZone(name)) ?? fallback
  );
}

/** By primary subtag of the first source that says anything (`es-MX` → es, `pt` → en). Order: preference, event, directory. */
export function resolveLanguage(sources: Sources): Language {
  const first = sources.find((tag): tag is string => tag !== null && tag !== undefined);
  const primary = first?.toLowerCase().split(/[-_]/)[0];
  return LANGUAGES.find((language) => language === primary) ?? DEFAULT_LANGUAGE;
}

/** Implements F3. Which zone and language a customer is addressed in. */
import { DEFAULT_LANGUAGE, LANGUAGES, type Language, isKnownTimeZone } from '#contracts';

/** What each source says, most binding first; null or undefined where it says nothing. */
type Sources = readonly (string | null | undefined)[];

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

/** Implements F3, N8. Which zones a customer may be in, and which language they are addressed in. */
import { DEFAULT_LANGUAGE, LANGUAGES, type Language, isKnownTimeZone } from '#contracts';
import { zonesOfPhone } from './country-zones.js';
import type { PossibleZones } from './quiet-hours.js';

/** What each source says, most binding first; null or undefined where it says nothing. */
type Sources = readonly (string | null | undefined)[];

/**
 * The first zone that exists; where none is named, the zones of the phone number's country; else `fallback`.
 * @param named preference, directory, event
 * @param phone asked only where no zone is named: it may be sealed
 */
export function resolveTimeZones(named: Sources, phone: () => string | null, fallback: string): PossibleZones {
  const zone = named.find((name): name is string => name !== null && name !== undefined && isKnownTimeZone(name));
  return zone === undefined ? (zonesOfPhone(phone() ?? '') ?? [fallback]) : [zone];
}

/** By primary subtag of the first source that says anything (`es-MX` → es, `pt` → en). Order: preference, event, directory. */
export function resolveLanguage(sources: Sources): Language {
  const first = sources.find((tag): tag is string => tag !== null && tag !== undefined);
  const primary = first?.toLowerCase().split(/[-_]/)[0];
  return LANGUAGES.find((language) => language === primary) ?? DEFAULT_LANGUAGE;
}

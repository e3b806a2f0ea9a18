import { describe, expect, it } from '@jest/globals';
import { isKnownTimeZone } from '#contracts';
import { resolveLanguage, resolveTimeZones } from './customer-locale.js';
import { localDate } from './zone-clock.js';

describe('a time zone', () => {
  it.each([
    'Europe/Madrid',
    'America/Argentina/Buenos_Aires',
    'UTC',
    'Etc/GMT-14',
    'EST5EDT',
    'europe/madrid',
    'US/Pacific',
  ])('is known: %s', (name) => {
    expect(isKnownTimeZone(name)).toBe(true);
    expect(localDate(name, new Date('2026-11-25T12:00:00Z'))).toMatch(/^2026-11-2[56]$/);
  });

  it.each(['', ' ', 'Mars/Olympus', 'Europe/Madrid ', '+01:00', '-0330', 'T12:00Z', 'PST', 'IST', 'constructor', 'é'])(
    'is not known: %j',
    (name) => {
      expect(isKnownTimeZone(name)).toBe(false);
      expect(isKnownTimeZone(name)).toBe(false);
    },
  );

  it('is known under every name the runtime lists', () => {
    expect(Intl.supportedValuesOf('timeZone').filter((name) => !isKnownTimeZone(name))).toEqual([]);
  });

  it('AC-04 is the first that exists: preference, directory, event', () => {
    const unasked = () => {
      throw new Error('a number stays sealed while a zone is named');
    };
    expect(resolveTimeZones([null, undefined, 'Europe/Paris', 'Asia/Tokyo'], unasked, 'UTC')).toEqual(['Europe/Paris']);
    expect(resolveTimeZones(['Mars/Olympus', 'PST', 'Asia/Tokyo'], unasked, 'UTC')).toEqual(['Asia/Tokyo']);
  });

  it('AC-04 is else one of those of the phone number’s country, else the fallback', () => {
    const [main, ...others] = resolveTimeZones([null, 'Mars/Olympus', ''], () => '+14155550123', 'Europe/Madrid');
    expect(main).toBe('America/New_York');
    expect(others).toContain('America/Los_Angeles');
    expect(resolveTimeZones([null], () => '+351912345678', 'UTC')[0]).toBe('Europe/Lisbon');
    expect(resolveTimeZones([null], () => '+881612345678', 'Europe/Madrid')).toEqual(['Europe/Madrid']);
    expect(resolveTimeZones([], () => null, 'Europe/Madrid')).toEqual(['Europe/Madrid']);
  });
});

describe('a language', () => {
  it.each([
    ['es', 'es'],
    ['es-MX', 'es'],
    ['ES_mx', 'es'],
    ['fr-Latn-CA', 'fr'],
    ['en-GB', 'en'],
    ['pt', 'en'],
    ['est', 'en'],
    ['français', 'en'],
    ['', 'en'],
    ['-es', 'en'],
  ])('goes by its primary subtag: %j is %s', (tag, language) => {
    expect(resolveLanguage([tag])).toBe(language);
  });

  it('is what the first source that says anything says, even if we do not write it', () => {
    expect(resolveLanguage(['fr', 'es', 'en'])).toBe('fr');
    expect(resolveLanguage([null, 'es-MX', 'fr'])).toBe('es');
    expect(resolveLanguage([undefined, null, 'fr'])).toBe('fr');
    expect(resolveLanguage([null, 'pt', 'fr'])).toBe('en');
    expect(resolveLanguage([null, undefined])).toBe('en');
    expect(resolveLanguage([])).toBe('en');
  });
});

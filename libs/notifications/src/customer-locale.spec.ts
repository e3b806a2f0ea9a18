import { describe, expect, it } from '@jest/globals';
import { isKnownTimeZone } from '#contracts';
import { resolveLanguage, resolveTimeZone } from './customer-locale.js';
import { localDate } from './quiet-hours.js';

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

  it('is the first that exists, else the fallback', () => {
    expect(resolveTimeZone([null, undefined, 'Europe/Paris', 'Asia/Tokyo'], 'UTC')).toBe('Europe/Paris');
    expect(resolveTimeZone(['Mars/Olympus', 'PST', 'Asia/Tokyo'], 'UTC')).toBe('Asia/Tokyo');
    expect(resolveTimeZone([null, 'Mars/Olympus', ''], 'Europe/Madrid')).toBe('Europe/Madrid');
    expect(resolveTimeZone([], 'Europe/Madrid')).toBe('Europe/Madrid');
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

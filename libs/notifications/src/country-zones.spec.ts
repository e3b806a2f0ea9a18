import { describe, expect, it } from '@jest/globals';
import { isKnownTimeZone } from '#contracts';
import { getCountries, getExampleNumber } from 'libphonenumber-js';
import examples from 'libphonenumber-js/examples.mobile.json' with { type: 'json' };
import { MAIN_ZONES, zonesOfPhone } from './country-zones.js';
import { localCalendar } from './zone-clock.js';

describe('the zones of a phone number’s country', () => {
  it.each([
    ['+34600111222', 'Europe/Madrid'],
    ['+1 (415) 555-0123', 'America/New_York'],
    ['+14165550123', 'America/Toronto'],
    ['+79161234567', 'Europe/Moscow'],
    ['+61412345678', 'Australia/Sydney'],
    ['+38344123456', 'Europe/Belgrade'],
  ])('%s: first the one most people live in, %s', (phone, main) => {
    expect(zonesOfPhone(phone)?.[0]).toBe(main);
  });

  it('are all of them, each once', () => {
    const zones = zonesOfPhone('+14155550123') ?? [''];
    expect(zones).toEqual(expect.arrayContaining(['America/Los_Angeles', 'Pacific/Honolulu', 'America/Anchorage']));
    expect(new Set(zones).size).toBe(zones.length);
    expect(zonesOfPhone('+33612345678')).toEqual(['Europe/Paris']);
  });

  it.each(['', 'no number', '+999123456789', '+881612345678', '+0', '4155550123'])(
    'are not known for %j, which belongs to no country',
    (phone) => {
      expect(zonesOfPhone(phone)).toBeUndefined();
    },
  );

  it('exist, for every country there are phones in', () => {
    for (const country of getCountries()) {
      const zones = zonesOfPhone(getExampleNumber(country, examples)?.number ?? '');
      expect({ country, zones: zones?.filter(isKnownTimeZone) }).toEqual({ country, zones });
      expect(zones).not.toHaveLength(0);
    }
  });

  it('differ only where a main one is named', () => {
    const now = Date.UTC(2026, 0, 1);
    const quarters = [0, 3, 6, 9].map((months) => now + months * 30 * 86_400_000);
    const clocks = (zone: string) => quarters.map((at) => localCalendar(zone, at).firstAt(0)).join();
    const named = new Set(Object.values(MAIN_ZONES));
    for (const country of getCountries()) {
      const zones = zonesOfPhone(getExampleNumber(country, examples)?.number ?? '') ?? [''];
      const differ = new Set(zones.map(clocks)).size > 1;
      expect({ country, differ, named: named.has(zones[0]) }).not.toEqual({ country, differ: true, named: false });
    }
  });
});

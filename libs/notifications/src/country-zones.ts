/** Implements F3, N8. The zones in which the owner of a phone number may live. */
import { parsePhoneNumberFromString } from 'libphonenumber-js';
import type { PossibleZones } from './quiet-hours.js';

/**
 * The zone that most people of a country live in, where its zones differ or the runtime lists none. Countries as phone numbers have them.
 * Source: tz database, zone1970.tab, and the population of the zones.
 */
export const MAIN_ZONES: Readonly<Record<string, string>> = {
  AC: 'Atlantic/St_Helena',
  AR: 'America/Argentina/Buenos_Aires',
  AU: 'Australia/Sydney',
  BR: 'America/Sao_Paulo',
  CA: 'America/Toronto',
  CD: 'Africa/Kinshasa',
  CL: 'America/Santiago',
  CN: 'Asia/Shanghai',
  CY: 'Asia/Nicosia',
  DE: 'Europe/Berlin',
  EC: 'America/Guayaquil',
  ES: 'Europe/Madrid',
  FM: 'Pacific/Pohnpei',
  GL: 'America/Nuuk',
  ID: 'Asia/Jakarta',
  KI: 'Pacific/Tarawa',
  KZ: 'Asia/Almaty',
  MH: 'Pacific/Majuro',
  MN: 'Asia/Ulaanbaatar',
  MX: 'America/Mexico_City',
  MY: 'Asia/Kuala_Lumpur',
  NZ: 'Pacific/Auckland',
  PF: 'Pacific/Tahiti',
  PG: 'Pacific/Port_Moresby',
  PS: 'Asia/Gaza',
  PT: 'Europe/Lisbon',
  RU: 'Europe/Moscow',
  TA: 'Atlantic/St_Helena',
  UA: 'Europe/Kyiv',
  US: 'America/New_York',
  UZ: 'Asia/Tashkent',
  VN: 'Asia/Ho_Chi_Minh',
  XK: 'Europe/Belgrade',
};

const byCountry = new Map<string, PossibleZones | undefined>();

/**
 * @param phone as people write it
 * @returns undefined for a number that belongs to no country, or cannot exist
 */
export function zonesOfPhone(phone: string): PossibleZones | undefined {
  const country = parsePhoneNumberFromString(phone.trim(), { extract: false })?.country;
  if (country === undefined) return undefined;
  if (!byCountry.has(country)) byCountry.set(country, zonesOfCountry(country));
  return byCountry.get(country);
}

/** From the tz database of the runtime. */
function zonesOfCountry(country: string): PossibleZones | undefined {
  const listed = listedZones(country);
  const main = MAIN_ZONES[country] ?? listed[0];
  return main === undefined ? undefined : [main, ...listed.filter((zone) => zone !== main)];
}

/** Node 20 has the list as a property, later versions as a method. */
function listedZones(country: string): readonly string[] {
  const locale = new Intl.Locale('und', { region: country }) as Intl.Locale & {
    readonly timeZones?: readonly string[];
    readonly getTimeZones?: () => readonly string[] | undefined;
  };
  return locale.getTimeZones?.() ?? locale.timeZones ?? [];
}

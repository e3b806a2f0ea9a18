/** Implements F7, F9. Instants as a customer's clocks show them, for those who serve customers. */
import { cityOf } from '../preference-page/time-zone-names.js';

const DAY_MS = 86_400_000;
/** A little less than a year: what is nearer can be of one year only. */
const SURE_OF_YEAR_MS = 300 * DAY_MS;

/** `23:10`, or `3 Nov, 23:10` where it is more than a day from `near`, with the year where it is most of one. */
export function clockTime(zone: string, at: Date, near: Date): string {
  const time = format(zone, at, HOURS);
  return distance(at, near) <= DAY_MS ? time : `${shortDate(zone, at, near)}, ${time}`;
}

/** `23:10 in Madrid`, `23:10 UTC`. */
export function localTime(zone: string, at: Date, near: Date): string {
  return `${clockTime(zone, at, near)} ${placeOf(zone)}`;
}

/** `3 Nov`, or `3 Nov 2025` where it is more than 300 days from `near`. */
export function shortDate(zone: string, at: Date, near: Date): string {
  return format(zone, at, distance(at, near) <= SURE_OF_YEAR_MS ? DAYS : YEARS);
}

function distance(at: Date, near: Date): number {
  return Math.abs(at.getTime() - near.getTime());
}

/** `in Madrid`, `UTC`: zones are called after a city, those at sea by their own name. */
function placeOf(zone: string): string {
  const isCity = zone.includes('/') && !zone.startsWith('Etc/');
  return isCity ? `in ${cityOf(zone, 'en')}` : zone.replace('Etc/', '');
}

const HOURS = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
const DAYS = { day: 'numeric', month: 'short' } as const;
const YEARS = { ...DAYS, year: 'numeric' } as const;

/** Making one takes longer than all else that a page of notifications is told with. Bounded, because names come from outside in upper and lower case. */
const known = new Map<string, Intl.DateTimeFormat>();
const MOST_KNOWN = 2_000;

function format(timeZone: string, at: Date, options: typeof HOURS | typeof DAYS | typeof YEARS): string {
  const key = `${Object.keys(options).join()} ${timeZone}`;
  const formatter = known.get(key) ?? new Intl.DateTimeFormat('en-GB', { timeZone, ...options });
  if (known.size < MOST_KNOWN) known.set(key, formatter);
  return formatter.format(at);
}

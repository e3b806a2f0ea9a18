/** Implements F7, F9. Instants as a customer's clocks show them, for those who serve customers. */
import { cityOf } from '../preference-page/time-zone-names.js';

const DAY_MS = 86_400_000;

/** `23:10`, or `3 Nov, 23:10` where it is more than a day from `near`. */
export function clockTime(zone: string, at: Date, near: Date): string {
  const time = format(zone, at, HOURS);
  const isNear = Math.abs(at.getTime() - near.getTime()) <= DAY_MS;
  return isNear ? time : `${shortDate(zone, at)}, ${time}`;
}

/** `23:10 in Madrid`, `23:10 UTC`. */
export function localTime(zone: string, at: Date, near: Date): string {
  return `${clockTime(zone, at, near)} ${placeOf(zone)}`;
}

/** `3 Nov`. */
export function shortDate(zone: string, at: Date): string {
  return format(zone, at, DAYS);
}

/** `in Madrid`, `UTC`: zones are called after a city, those at sea by their own name. */
function placeOf(zone: string): string {
  const isCity = zone.includes('/') && !zone.startsWith('Etc/');
  return isCity ? `in ${cityOf(zone, 'en')}` : zone.replace('Etc/', '');
}

const HOURS = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
const DAYS = { day: 'numeric', month: 'short' } as const;

/** Making one takes longer than all else that a page of notifications is told with. Bounded, because names come from outside in upper and lower case. */
const known = new Map<string, Intl.DateTimeFormat>();
const MOST_KNOWN = 2_000;

function format(timeZone: string, at: Date, options: typeof HOURS | typeof DAYS): string {
  const key = `${'hour' in options ? 'hours' : 'days'} ${timeZone}`;
  const formatter = known.get(key) ?? new Intl.DateTimeFormat('en-GB', { timeZone, ...options });
  if (known.size < MOST_KNOWN) known.set(key, formatter);
  return formatter.format(at);
}

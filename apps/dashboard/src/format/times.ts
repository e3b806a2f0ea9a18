import { NOTHING } from './numbers.js';

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const precise = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

type Instant = string | number | Date;

/** 14:05, in the operator's own time zone. */
export function timeOfDay(at: Instant): string {
  return clock.format(new Date(at));
}

export function withSeconds(at: Instant): string {
  return precise.format(new Date(at));
}

export function dayOf(at: Instant): string {
  return day.format(new Date(at));
}

/** With the day unless it is today's. */
export function moment(at: Instant, now = Date.now()): string {
  const sameDay = new Date(at).toDateString() === new Date(now).toDateString();
  return sameDay ? timeOfDay(at) : `${dayOf(at)}, ${timeOfDay(at)}`;
}

/** 340 ms, 2.4 s, 42 s, 3 min, 5 h 12 min, 2 d 3 h. */
export function duration(ms: number | null | undefined): string {
  if (ms === null || ms === undefined) return NOTHING;
  if (ms < SECOND) return `${Math.round(ms)} ms`;
  if (ms < 10 * SECOND) return `${(Math.floor(ms / 100) / 10).toFixed(1).replace('.0', '')} s`;
  if (ms < 2 * MINUTE) return `${Math.floor(ms / SECOND)} s`;
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} min`;
  if (ms < DAY) return joined(ms, HOUR, 'h', MINUTE, 'min');
  return joined(ms, DAY, 'd', HOUR, 'h');
}

export function seconds(value: number | null | undefined): string {
  return duration(value === null || value === undefined ? value : value * SECOND);
}

/** How old something is: whole seconds, so that it does not flicker. */
export function age(ms: number): string {
  return ms < SECOND ? 'now' : ms < 2 * MINUTE ? `${Math.floor(ms / SECOND)} s` : duration(ms);
}

/** The operator's zone, for a note beside the times. */
export function zoneName(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone.replaceAll('_', ' ');
}

function joined(ms: number, big: number, bigName: string, small: number, smallName: string): string {
  const rest = Math.floor((ms % big) / small);
  const whole = `${Math.floor(ms / big)} ${bigName}`;
  return rest === 0 ? whole : `${whole} ${rest} ${smallName}`;
}

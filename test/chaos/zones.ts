/** Without transitions to or from summer time, so that the judge can tell the time of day in a simple way of its own. */
const ZONES = [
  'Pacific/Honolulu',
  'America/Phoenix',
  'America/Bogota',
  'America/Caracas',
  'America/Sao_Paulo',
  'Africa/Lagos',
  'Africa/Nairobi',
  'Asia/Dubai',
  'Asia/Karachi',
  'Asia/Kathmandu',
  'Asia/Bangkok',
  'Asia/Manila',
  'Asia/Tokyo',
  'Australia/Brisbane',
  'Pacific/Guadalcanal',
  'Pacific/Fiji',
  'Pacific/Tongatapu',
] as const;

/** Minutes since midnight on the clocks of a zone. */
export function minuteOfDay(zone: string, at: number): number {
  const text = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(at);
  const [hour = 0, minute = 0] = text.split(':').map(Number);
  return hour * 60 + minute;
}

/** `HH:MM`, of any number of minutes since any midnight. */
export function clockTime(minutes: number): string {
  const ofDay = ((minutes % 1_440) + 1_440) % 1_440;
  return `${String(Math.floor(ofDay / 60)).padStart(2, '0')}:${String(ofDay % 60).padStart(2, '0')}`;
}

/** Whether `at` lies in the window `[start, end)`, which may cross midnight. */
export function isWithin(window: { readonly start: string; readonly end: string }, zone: string, at: number): boolean {
  const now = clockTime(minuteOfDay(zone, at));
  const { start, end } = window;
  return start <= end ? start <= now && now < end : now >= start || now < end;
}

/** Zones whose clocks are within the window, and will be for two hours. */
export function zonesWithin(window: { readonly start: string; readonly end: string }, at: number): string[] {
  return ZONES.filter((zone) => isWithin(window, zone, at) && isWithin(window, zone, at + 2 * 3_600_000));
}

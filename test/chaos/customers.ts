import type { Random } from './random.js';
import { clockTime, minuteOfDay, zonesWithin } from './zones.js';

export const CHANNELS = ['email', 'sms', 'in_app'] as const;
export type Channel = (typeof CHANNELS)[number];

/** What a customer allows, as the API takes it. */
export interface Preferences {
  readonly globalEnabled: boolean;
  readonly channels: Readonly<Record<Channel, boolean>>;
  readonly types: Readonly<Record<string, { readonly enabled: boolean }>>;
  readonly quietHours: { readonly enabled: boolean; readonly start: string; readonly end: string };
  readonly timeZone: string;
}

/** A change of preferences. Milliseconds since 1970. */
export interface Change {
  readonly preferences: Preferences;
  readonly requestedAt: number;
  /** When the API's answer was in hand; null: it has not answered. */
  acknowledgedAt: number | null;
}

/**
 * `steady`: everything is on and stays so. `night`: quiet hours last longer than the run. `dusk`: quiet hours begin during the run.
 * `busy`: more events than the daily cap allows. `fickle`: changes preferences all the time.
 */
export type Temper = 'steady' | 'night' | 'dusk' | 'busy' | 'fickle';

export interface Customer {
  readonly id: string;
  readonly temper: Temper;
  readonly email: string;
  readonly phone: string;
  readonly timeZone: string;
  /** In the order in which they were asked for, one after another. */
  readonly changes: Change[];
}

const TEMPERS = { steady: 52, night: 10, dusk: 10, fickle: 28 } as const satisfies Partial<Record<Temper, number>>;
const BUSY = 3;
/** Quiet hours as they are by default. */
const NIGHT = { start: '22:00', end: '08:00' };
const DAYTIME = { start: '09:00', end: '21:00' };

/** @param duskAfter milliseconds until quiet hours begin for those to whom it happens */
export function makeCustomers(amount: number, random: Random, now: number, duskAfter: number): Customer[] {
  return Array.from({ length: amount }, (_, i) => {
    const temper = i < BUSY ? 'busy' : random.weighted(TEMPERS);
    const timeZone = random.pick(zonesWithin(temper === 'night' ? NIGHT : DAYTIME, now));
    const quietHours = temper === 'dusk' ? duskOf(timeZone, now + duskAfter * random.fraction()) : NIGHT;
    return {
      id: `customer-${i}`,
      temper,
      email: `customer-${i}@chaos.example`,
      phone: `+1415${2_000_000 + i}`,
      timeZone,
      changes: [{ preferences: everythingOn(timeZone, quietHours), requestedAt: now, acknowledgedAt: null }],
    };
  });
}

/** From the next full minute on. */
function duskOf(timeZone: string, at: number): { start: string; end: string } {
  const start = minuteOfDay(timeZone, at) + 1;
  return { start: clockTime(start), end: clockTime(start + 8 * 60) };
}

const everythingOn = (timeZone: string, quietHours: { start: string; end: string }): Preferences => ({
  globalEnabled: true,
  channels: { email: true, sms: true, in_app: true },
  types: {},
  quietHours: { enabled: true, ...quietHours },
  timeZone,
});

export function permits(preferences: Preferences, channel: Channel, type: string): boolean {
  return preferences.globalEnabled && preferences.channels[channel] && preferences.types[type]?.enabled !== false;
}

/** What a customer wants last. */
export function currentPreferences({ changes }: Customer): Preferences {
  const last = changes.at(-1);
  if (last === undefined) throw new RangeError('Every customer begins with a change');
  return last.preferences;
}

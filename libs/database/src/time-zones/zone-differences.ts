/** Implements F3, N8. Where the tz databases of the runtime and of PostgreSQL disagree. */
import type { ZoneOffsets } from './zone-offsets.repository.js';

export interface ZoneDifference {
  readonly zone: string;
  /** The first instant asked about at which they differ. RFC 3339, UTC. */
  readonly at: string;
  /** Minutes east of Greenwich. */
  readonly runtime: number;
  readonly postgres: number;
}

/** Zones that PostgreSQL does not know are left out: nothing can be late or early in them there. */
export function differencesOf(postgres: ZoneOffsets, instants: readonly Date[]): ZoneDifference[] {
  return [...postgres].flatMap(([zone, offsets]) => {
    const offsetAt = runtimeClock(zone);
    const i = instants.findIndex((at, n) => offsetAt(at) !== offsets[n]);
    const at = instants[i];
    return at === undefined ? [] : [{ zone, at: at.toISOString(), runtime: offsetAt(at), postgres: offsets[i] ?? NaN }];
  });
}

/** Not by Temporal, which keeps what it learns of a zone: this asks about all zones, once. */
function runtimeClock(timeZone: string): (at: Date) => number {
  const format = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' });
  return (at) => {
    const [, sign = '+', hours = '0', minutes = '0'] = /GMT([+-])(\d\d):(\d\d)/.exec(format.format(at)) ?? [];
    return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  };
}

/**
 * Implements F3, N8. Which release of the tz database a server uses. PostgreSQL does not say, but the clocks of some zones do: each of
 * these shows the offset only with the release named, or a later one.
 * Source: NEWS of the tz database, https://data.iana.org/time-zones/tzdb/NEWS
 */
import type { ZoneOffsets } from './zone-offsets.repository.js';

export interface ReleaseProbe {
  readonly release: string;
  readonly zone: string;
  readonly at: string;
  /** East of Greenwich. */
  readonly offsetMinutes: number;
}

/** Oldest first. */
export const RELEASE_PROBES = [
  // Egypt has summer time again.
  { release: '2023c', zone: 'Africa/Cairo', at: '2023-07-01T12:00:00Z', offsetMinutes: 180 },
  // Vostok moves by two hours.
  { release: '2023d', zone: 'Antarctica/Vostok', at: '2024-02-01T12:00:00Z', offsetMinutes: 300 },
  // Kazakhstan has one time.
  { release: '2024a', zone: 'Asia/Almaty', at: '2024-06-01T12:00:00Z', offsetMinutes: 300 },
  // Paraguay stays on summer time.
  { release: '2025a', zone: 'America/Asuncion', at: '2025-06-01T12:00:00Z', offsetMinutes: -180 },
  // Coyhaique leaves the summer time of Chile.
  { release: '2025b', zone: 'America/Coyhaique', at: '2025-06-01T12:00:00Z', offsetMinutes: -180 },
  // British Columbia stays on summer time.
  { release: '2026b', zone: 'America/Vancouver', at: '2026-12-01T12:00:00Z', offsetMinutes: -420 },
  // So does Alberta.
  { release: '2026c', zone: 'America/Edmonton', at: '2026-12-01T12:00:00Z', offsetMinutes: -360 },
] as const satisfies readonly ReleaseProbe[];

const [OLDEST] = RELEASE_PROBES;

/**
 * @param offsets read for the zones and instants of `RELEASE_PROBES`, in their order
 * @returns in words
 */
export function describeRelease(offsets: ZoneOffsets): string {
  const found = RELEASE_PROBES.findLast(({ zone, offsetMinutes }, i) => offsets.get(zone)?.[i] === offsetMinutes);
  return found === undefined ? `older than ${OLDEST.release}` : `${found.release} or later`;
}

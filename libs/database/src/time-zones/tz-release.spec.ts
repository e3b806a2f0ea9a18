import { describe, expect, it } from '@jest/globals';
import { RELEASE_PROBES, describeRelease } from './tz-release.js';
import { differencesOf } from './zone-differences.js';

/** What a server says that knows the release named and those before it. */
function offsetsOf(release: string) {
  return new Map(
    RELEASE_PROBES.map((probe) => [
      probe.zone,
      RELEASE_PROBES.map(() => (probe.release <= release ? probe.offsetMinutes : probe.offsetMinutes - 60)),
    ]),
  );
}

describe('the release of a tz database', () => {
  it.each([
    ['2025b', '2025b or later'],
    ['2027a', '2026c or later'],
    ['2026b', '2026b or later'],
    ['2026a', '2025b or later'],
    ['2024b', '2024a or later'],
    ['2023c', '2023c or later'],
    ['2022g', 'older than 2023c'],
  ])('%s is told by its zones: %s', (release, words) => {
    expect(describeRelease(offsetsOf(release))).toBe(words);
  });

  it('is older where a zone does not exist yet', () => {
    const offsets = offsetsOf('2025b');
    offsets.delete('America/Coyhaique');
    expect(describeRelease(offsets)).toBe('2025a or later');
  });

  it('of this runtime is the one it names', () => {
    const instants = RELEASE_PROBES.map(({ at }) => new Date(at));
    for (const [i, { zone, release, offsetMinutes }] of RELEASE_PROBES.entries()) {
      const offsets = new Map([[zone, instants.map(() => offsetMinutes)]]);
      const agrees = differencesOf(offsets, instants.slice(i, i + 1)).length === 0;
      expect({ release, agrees }).toEqual({ release, agrees: release <= (process.versions.tz ?? '') });
    }
  });
});

describe('differences between tz databases', () => {
  const WINTER = new Date('2026-01-15T12:00:00Z');
  const SUMMER = new Date('2026-07-15T12:00:00Z');

  it('are none where both say the same, on either side of Greenwich and by the quarter of an hour', () => {
    const postgres = new Map([
      ['Europe/Madrid', [60, 120]],
      ['America/St_Johns', [-210, -150]],
      ['Asia/Kathmandu', [345, 345]],
      ['UTC', [0, 0]],
    ]);
    expect(differencesOf(postgres, [WINTER, SUMMER])).toEqual([]);
  });

  it('are named once per zone, from when they begin', () => {
    const postgres = new Map([
      ['Europe/Madrid', [60, 60]],
      ['Europe/Paris', [0, 0]],
    ]);
    expect(differencesOf(postgres, [WINTER, SUMMER])).toEqual([
      { zone: 'Europe/Madrid', at: SUMMER.toISOString(), runtime: 120, postgres: 60 },
      { zone: 'Europe/Paris', at: WINTER.toISOString(), runtime: 60, postgres: 0 },
    ]);
  });
});

/**
 * Implements F3, N8. Says at start which tz databases are in use, and warns where they disagree now or within a year. Quiet hours go by the
 * runtime's; what is asked of PostgreSQL by hand, or by a report, goes by its own.
 */
import { Inject, Injectable } from '@nestjs/common';
import { Clock, LOGGER, type Logger } from '#runtime';
import { Database } from '../database.js';
import { RELEASE_PROBES, describeRelease } from './tz-release.js';
import { differencesOf } from './zone-differences.js';
import { readZoneOffsets } from './zone-offsets.repository.js';

const WEEK_MS = 7 * 86_400_000;
const WEEKS_AHEAD = 52;
const MOST_NAMED = 20;

@Injectable()
export class TimeZoneReport {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** @throws DatabaseUnavailableError */
  async write(): Promise<void> {
    const releases = { runtime: process.versions.tz, postgres: await this.postgresRelease() };
    this.logger.info(releases, 'time zone data');
    const instants = Array.from(
      { length: WEEKS_AHEAD + 1 },
      (_, week) => new Date(this.clock.now().getTime() + week * WEEK_MS),
    );
    const zones = Intl.supportedValuesOf('timeZone');
    const differences = differencesOf(await readZoneOffsets(this.database, zones, instants), instants);
    if (differences.length === 0) return;
    const named = differences.slice(0, MOST_NAMED);
    const found = { ...releases, zones: differences.length, differences: named };
    this.logger.warn(found, 'time zone data of the runtime and of PostgreSQL differ: bring the older up to date');
  }

  private async postgresRelease(): Promise<string> {
    const instants = RELEASE_PROBES.map(({ at }) => new Date(at));
    const zones = RELEASE_PROBES.map(({ zone }) => zone);
    return describeRelease(await readZoneOffsets(this.database, zones, instants));
  }
}

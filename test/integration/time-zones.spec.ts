/** What a process says at its start about the copies of the tz database it works with. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Database, TimeZoneReport, readZoneOffsets } from '#database';
import { SystemClock, createLogger } from '#runtime';
import { type TestDatabase, createTestDatabase } from '../database.js';

/** A PostgreSQL in which Madrid keeps summer time all year. */
class OutdatedDatabase extends Database {
  override async query<T>(sql: string, parameters: readonly unknown[] = []): Promise<T[]> {
    const rows = await super.query<{ name?: string; offsets?: number[] }>(sql, parameters);
    return rows.map((row) =>
      row.name === 'Europe/Madrid' ? { ...row, offsets: row.offsets?.map(() => 120) } : row,
    ) as T[];
  }
}

describe('time zones', () => {
  const clock = new SystemClock();
  const lines: Record<string, unknown>[] = [];
  const logger = createLogger('test', 'info', {
    write: (line) => void lines.push(JSON.parse(line) as Record<string, unknown>),
  });
  let test: TestDatabase;

  beforeAll(async () => {
    test = await createTestDatabase();
  }, 60_000);
  afterAll(() => test.drop());
  afterEach(() => void lines.splice(0));

  async function reportOn(database: Database) {
    await new TimeZoneReport(database, clock, logger).write();
    return lines.map(({ level, msg, ...fields }) => ({ line: `${String(level)} ${String(msg)}`, fields }));
  }

  it('F3 PostgreSQL says what its clocks show, of zones it knows', async () => {
    const instants = [new Date('2026-07-15T12:00:00Z'), new Date('2026-01-15T12:00:00Z')];
    const zones = ['Europe/Madrid', 'America/St_Johns', 'Asia/Kathmandu', 'Mars/Olympus'];
    expect(await readZoneOffsets(test.database, zones, instants)).toEqual(
      new Map([
        ['Europe/Madrid', [120, 60]],
        ['America/St_Johns', [-150, -210]],
        ['Asia/Kathmandu', [345, 345]],
      ]),
    );
  });

  it('F3 the releases in use are logged at start', async () => {
    const [first] = await reportOn(test.database);
    expect(first).toMatchObject({
      line: 'info time zone data',
      fields: { runtime: process.versions.tz, postgres: expect.stringMatching(/^20\d\d[a-z] or later$/) },
    });
  });

  it('F3 a zone whose clocks differ within a year is warned about', async () => {
    const outdated = new OutdatedDatabase(test.database.dataSource, logger, clock);
    const [, warning] = await reportOn(outdated);
    expect(warning?.line).toBe(
      'warn time zone data of the runtime and of PostgreSQL differ: bring the older up to date',
    );
    expect(warning?.fields['differences']).toContainEqual({
      zone: 'Europe/Madrid',
      at: expect.any(String),
      runtime: 60,
      postgres: 120,
    });
  });
});

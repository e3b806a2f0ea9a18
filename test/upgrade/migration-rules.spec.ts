import { describe, expect, it } from '@jest/globals';
import { MIGRATIONS } from '../../migrations/index.js';
import { sourceOf, statementsOf, upgradeFaults } from './migration-rules.js';
import { readRelease } from './release.js';

const faults = (statements: readonly string[], source = '', released = '1.2.0') =>
  upgradeFaults([{ name: 'New', source, statements }], released);

describe('migrations that no release has brought yet', () => {
  const release = readRelease();
  const last = MIGRATIONS.findIndex(({ name }) => name === release.migration);

  it('come after one that a release has brought', () => {
    expect(last).toBeGreaterThanOrEqual(0);
  });

  it('leave the apps of the last release at work', async () => {
    const newer = MIGRATIONS.slice(last + 1).map(async (Migration) => ({
      name: Migration.name,
      source: sourceOf(Migration.name),
      statements: await statementsOf(new Migration()),
    }));
    expect(upgradeFaults(await Promise.all(newer), release.version)).toEqual([]);
  });
});

describe('the rules for migrations', () => {
  it.each([
    'DROP TABLE outbox',
    'DROP TABLE outbox, added',
    'ALTER TABLE outbox DROP COLUMN messages',
    'ALTER TABLE outbox RENAME COLUMN messages TO letters',
    'ALTER TABLE outbox RENAME TO letters',
    'ALTER TABLE outbox ALTER COLUMN created_at TYPE date',
    'alter table outbox alter created_at set data type date',
    'ALTER TABLE outbox ADD COLUMN tries integer NOT NULL',
    'ALTER TABLE outbox ADD COLUMN share numeric(10, 2) NOT NULL',
    `ALTER TABLE outbox ADD COLUMN note text DEFAULT '',
       ADD COLUMN tries integer NOT NULL`,
    'ALTER TABLE outbox ALTER COLUMN messages SET NOT NULL',
    'CREATE INDEX outbox_idx ON outbox (created_at)',
    'CREATE UNIQUE INDEX outbox_idx ON outbox (created_at)',
  ])('refuse %j', (statement) => {
    expect(faults([statement])).toEqual([expect.stringMatching(/^New /)]);
  });

  it.each([
    'ALTER TABLE outbox ADD COLUMN tries integer',
    'ALTER TABLE outbox ADD COLUMN tries integer NOT NULL DEFAULT 0',
    'ALTER TABLE outbox ALTER COLUMN messages DROP NOT NULL',
    'CREATE INDEX CONCURRENTLY outbox_idx ON outbox (created_at)',
    'CREATE INDEX notification_log_read_idx ON ONLY notification_log (read_at)',
    'CREATE INDEX alert_idx ON alert (name)',
    'CREATE TABLE added (name text NOT NULL)',
    'DROP INDEX outbox_idx',
    `UPDATE outbox SET tries = 0 -- then DROP TABLE`,
  ])('permit %j', (statement) => {
    expect(faults([statement])).toEqual([]);
  });

  it('permit anything with a table that no release has', () => {
    const made = ['CREATE TABLE added (name text)', 'CREATE INDEX added_idx ON added (name)', 'DROP TABLE added'];
    expect(faults(made)).toEqual([]);
    expect(faults(['CREATE TABLE added (name text)', 'CREATE INDEX outbox_idx ON outbox (created_at)'])).toHaveLength(
      1,
    );
  });

  it('permit dropping what the release named in the file, which is out, has done without', () => {
    const drop = ['ALTER TABLE outbox DROP COLUMN messages'];
    expect(faults(drop, '// contract: since 1.2.0\n')).toEqual([]);
    expect(faults(drop, '// contract: since 1.1.9\n')).toEqual([]);
    expect(faults(drop, '// contract: since 1.10.0\n')).toEqual([
      'New: contract since 1.10.0, which is not out yet',
      expect.stringContaining('drops what the last release may use'),
    ]);
  });

  it('are broken by migrations from before the first release', async () => {
    const old = MIGRATIONS.map(async (Migration) => ({
      name: Migration.name,
      source: sourceOf(Migration.name),
      statements: await statementsOf(new Migration()),
    }));
    const [, ...later] = await Promise.all(old);
    expect(upgradeFaults(later, '1.0.0').some((fault) => fault.includes('RENAME COLUMN paused_until'))).toBe(true);
  });
});

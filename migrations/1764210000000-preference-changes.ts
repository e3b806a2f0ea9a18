/** Implements F3, F5, N8. The history of every customer's preferences. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class PreferenceChanges1764210000000 implements MigrationInterface {
  readonly name = 'PreferenceChanges1764210000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE preference_change`);
  }
}

const UP = [
  `CREATE TABLE preference_change (
    id uuid PRIMARY KEY,
    user_id varchar(128) NOT NULL,
    version integer NOT NULL,
    actor varchar(128) NOT NULL,
    source varchar(64) NOT NULL,
    changes jsonb NOT NULL,
    at timestamptz NOT NULL
  )`,
  `CREATE INDEX preference_change_user_idx ON preference_change (user_id, version)`,
];

/** Implements F7, N9. How often upstream was told of a notification; whether a claim found another one that had run out. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ToldSequence1764410000000 implements MigrationInterface {
  readonly name = 'ToldSequence1764410000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const UP = [
  // Of what is there already, more was told than anybody counted, in sequences of ten an attempt: what comes next has to be above.
  `ALTER TABLE notification_log ADD COLUMN told integer NOT NULL DEFAULT 1000`,
  `ALTER TABLE notification_log ALTER COLUMN told SET DEFAULT 0`,
  `ALTER TABLE delivery_queue ADD COLUMN interrupted boolean NOT NULL DEFAULT false`,
  `UPDATE delivery_queue SET claimed_from = 'pending' WHERE claimed_from = 'sending'`,
];

const DOWN = [`ALTER TABLE delivery_queue DROP COLUMN interrupted`, `ALTER TABLE notification_log DROP COLUMN told`];

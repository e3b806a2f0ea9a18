/** Implements F4, F7, N9. What is known of attempts whose answer was lost; the delays that the workers retry by. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class UnconfirmedAttempts1764140000000 implements MigrationInterface {
  readonly name = 'UnconfirmedAttempts1764140000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const UP = [
  // Why an answer was missing stays known when evidence says how the attempt ended after all.
  `ALTER TABLE notification_attempt
    ADD COLUMN unconfirmed_code varchar(64),
    ADD COLUMN looked_up_at timestamptz,
    ADD COLUMN evidence_at timestamptz,
    ADD COLUMN evidence_source varchar(10)`,
  // The API plans the retries that webhooks ask for, the workers make them.
  `CREATE TABLE retry_delays (
    channel varchar(20) PRIMARY KEY,
    delays_ms integer[] NOT NULL
  )`,
];

const DOWN = [
  `DROP TABLE retry_delays`,
  `ALTER TABLE notification_attempt
    DROP COLUMN unconfirmed_code,
    DROP COLUMN looked_up_at,
    DROP COLUMN evidence_at,
    DROP COLUMN evidence_source`,
];

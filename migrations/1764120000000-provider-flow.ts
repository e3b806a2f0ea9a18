/** Implements F4, F9. What holds a channel back: pauses by operators, providers that fail, their limits and our rates. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ProviderFlow1764120000000 implements MigrationInterface {
  readonly name = 'ProviderFlow1764120000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const UP = [
  // A claim leaves out types that are paused, without a look at the log for each row.
  `ALTER TABLE delivery_queue ADD COLUMN notification_type varchar(50)`,
  `UPDATE delivery_queue q SET notification_type = n.notification_type FROM notification_log n WHERE n.id = q.id`,
  `ALTER TABLE delivery_queue ALTER COLUMN notification_type SET NOT NULL`,
  `CREATE TABLE operator_pause (
    scope varchar(50) PRIMARY KEY,
    actor text NOT NULL,
    reason varchar(256),
    since timestamptz NOT NULL
  )`,
  `ALTER TABLE channel_state RENAME COLUMN paused_until TO halted_until`,
  `ALTER TABLE channel_state RENAME COLUMN reason TO halt_reason`,
  `ALTER TABLE channel_state ADD COLUMN halted_since timestamptz`,
  `ALTER TABLE channel_state ADD COLUMN lifted_at timestamptz`,
  `ALTER TABLE channel_state ADD COLUMN limited_until timestamptz`,
  `ALTER TABLE channel_state ADD COLUMN paced_until timestamptz`,
  // A handful of rows that change all the time: room to change them in place.
  `ALTER TABLE channel_state SET (fillfactor = 10)`,
  // Worth nothing after a crash of the server: half a minute later it would be out of date anyway.
  `CREATE UNLOGGED TABLE provider_call_window (
    channel varchar(20) NOT NULL,
    replica uuid NOT NULL,
    calls integer NOT NULL,
    failures integer NOT NULL,
    failed_recipients text[] NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (channel, replica)
  ) WITH (fillfactor = 10)`,
];

const DOWN = [
  `DROP TABLE provider_call_window`,
  `ALTER TABLE channel_state RESET (fillfactor)`,
  `ALTER TABLE channel_state
     DROP COLUMN paced_until, DROP COLUMN limited_until, DROP COLUMN lifted_at, DROP COLUMN halted_since`,
  `ALTER TABLE channel_state RENAME COLUMN halt_reason TO reason`,
  `ALTER TABLE channel_state RENAME COLUMN halted_until TO paused_until`,
  `DROP TABLE operator_pause`,
  `ALTER TABLE delivery_queue DROP COLUMN notification_type`,
];

/** Implements F4, F7, F8, N9. What people and services do by request: repeated requests, retries and replays, the archive of the inbox. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class RequestsAndReplays1764000000000 implements MigrationInterface {
  readonly name = 'RequestsAndReplays1764000000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const UP = [
  `CREATE TABLE idempotency_key (
    key_hash bytea PRIMARY KEY,
    body_hash bytea NOT NULL,
    event_id uuid NOT NULL,
    answer jsonb,
    expires_at timestamptz NOT NULL
  )`,
  `CREATE INDEX idempotency_key_expires_idx ON idempotency_key (expires_at)`,
  `CREATE TABLE audit (
    id uuid PRIMARY KEY,
    actor text NOT NULL,
    action varchar(40) NOT NULL,
    target varchar(128) NOT NULL,
    at timestamptz NOT NULL
  )`,
  `CREATE INDEX audit_at_idx ON audit (at)`,
  // The log has no index on its status, which changes, and does not know when a notification was given up on.
  `CREATE TABLE dead_letter (
    notification_id uuid PRIMARY KEY,
    at timestamptz NOT NULL
  )`,
  `CREATE INDEX dead_letter_at_idx ON dead_letter (at, notification_id)`,
  `INSERT INTO dead_letter (notification_id, at)
   SELECT n.id, coalesce((SELECT max(a.at) FROM notification_attempt a WHERE a.notification_id = n.id), n.created_at)
     FROM notification_log n WHERE n.status = 'failed'`,
  `ALTER TABLE rejected_event ADD COLUMN replayed_at timestamptz`,
  `CREATE INDEX rejected_event_waiting_idx ON rejected_event (created_at, id) WHERE replayed_at IS NULL`,
  `ALTER TABLE notification_log ADD COLUMN archived_at timestamptz`,
];

const DOWN = [
  `ALTER TABLE notification_log DROP COLUMN archived_at`,
  `DROP INDEX rejected_event_waiting_idx`,
  `ALTER TABLE rejected_event DROP COLUMN replayed_at`,
  `DROP TABLE dead_letter, audit, idempotency_key`,
];

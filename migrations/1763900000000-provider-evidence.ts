/** Implements F4, F7, N9. What providers report of their own accord: which reports were seen, and what they said of attempts. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ProviderEvidence1763900000000 implements MigrationInterface {
  readonly name = 'ProviderEvidence1763900000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const UP = [
  `CREATE TABLE webhook_inbox (
    provider varchar(20) NOT NULL,
    dedupe_key varchar(128) NOT NULL,
    event varchar(40) NOT NULL,
    received_at timestamptz NOT NULL,
    PRIMARY KEY (provider, dedupe_key)
  )`,
  `CREATE INDEX webhook_inbox_received_idx ON webhook_inbox (received_at)`,
  `ALTER TABLE notification_attempt ADD COLUMN evidence varchar(20)`,
  // The queue row that knew it is gone by the time the provider reports a failure.
  `ALTER TABLE notification_log ADD COLUMN earlier_attempts smallint NOT NULL DEFAULT 0`,
  // A late bounce may name nothing but the address.
  `CREATE INDEX order_event_email_idx ON order_event (email_hash, id)`,
  `CREATE INDEX recipient_email_idx ON recipient (email_hash)`,
];

const DOWN = [
  `DROP INDEX recipient_email_idx, order_event_email_idx`,
  `ALTER TABLE notification_log DROP COLUMN earlier_attempts`,
  `ALTER TABLE notification_attempt DROP COLUMN evidence`,
  `DROP TABLE webhook_inbox`,
];

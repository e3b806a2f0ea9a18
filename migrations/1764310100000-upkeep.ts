/** Implements N8. What keeps a captured request from being used again, and what it takes to find old rows and those about a customer. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Upkeep1764310100000 implements MigrationInterface {
  readonly name = 'Upkeep1764310100000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const UP = [
  `ALTER TABLE webhook_inbox ADD COLUMN is_evidence boolean NOT NULL DEFAULT false`,
  `UPDATE webhook_inbox SET is_evidence = true WHERE event = 'inbound'`,
  // Only of what goes one day: the rest would have to be passed over every day.
  `DROP INDEX webhook_inbox_received_idx`,
  `CREATE INDEX webhook_inbox_received_idx ON webhook_inbox (received_at) WHERE NOT is_evidence`,
  // A package changes three or four times: little, for an index of a column that changes.
  `CREATE INDEX shipment_progress_updated_idx ON shipment_progress (updated_at)`,
  `CREATE INDEX daily_count_date_idx ON daily_count (local_date)`,
  `CREATE INDEX audit_target_idx ON audit (target)`,
];

const DOWN = [
  `DROP INDEX audit_target_idx, daily_count_date_idx, shipment_progress_updated_idx, webhook_inbox_received_idx`,
  `CREATE INDEX webhook_inbox_received_idx ON webhook_inbox (received_at)`,
  `ALTER TABLE webhook_inbox DROP COLUMN is_evidence`,
];

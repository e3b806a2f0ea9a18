/** Implements F9, N4. Rows of paused types lie apart from what can be claimed. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class WorkIndexes1764500000000 implements MigrationInterface {
  readonly name = 'WorkIndexes1764500000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const UP = [
  `ALTER TABLE delivery_queue ADD COLUMN parked boolean NOT NULL DEFAULT false`,
  // A claim would otherwise walk over all of them: 200,000 at the head of the queue were 10,000 pages and 30 ms a claim.
  `DROP INDEX delivery_queue_due_idx`,
  `CREATE INDEX delivery_queue_due_idx ON delivery_queue (channel, due_at) WHERE NOT parked`,
  `CREATE INDEX delivery_queue_parked_idx ON delivery_queue (channel, notification_type, due_at) WHERE parked`,
];

const DOWN = [
  `DROP INDEX delivery_queue_parked_idx, delivery_queue_due_idx`,
  `CREATE INDEX delivery_queue_due_idx ON delivery_queue (channel, due_at)`,
  `ALTER TABLE delivery_queue DROP COLUMN parked`,
];

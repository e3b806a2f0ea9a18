/** Implements N6, N8. Who was erased and what providers have yet to forget; what it takes to find old rows. */
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { CREATE_ERASURE_LEDGER } from './key-vault.js';

export class ErasureAndRetention1764230000000 implements MigrationInterface {
  readonly name = 'ErasureAndRetention1764230000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const UP = [
  ...CREATE_ERASURE_LEDGER,
  `CREATE INDEX recipient_tombstone_idx ON recipient (user_id) WHERE deleted_at IS NOT NULL`,
  // A summary of each range of pages: next to nothing per insert, and enough to find the oldest rows.
  `CREATE INDEX event_inbox_received_idx ON event_inbox USING brin (received_at)`,
];

const DOWN = [
  `DROP INDEX event_inbox_received_idx, recipient_tombstone_idx`,
  `DROP TABLE vault.provider_erasure, vault.erasure`,
];

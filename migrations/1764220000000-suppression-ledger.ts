/** Implements N8, F9. Why an address is suppressed, and the append-only ledger of suppressions and of their end. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class SuppressionLedger1764220000000 implements MigrationInterface {
  readonly name = 'SuppressionLedger1764220000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

/** An address may be listed for several reasons: lifting one must not lift the others. */
const UP = [
  `ALTER TABLE suppression ADD COLUMN id uuid NOT NULL DEFAULT gen_random_uuid()`,
  `ALTER TABLE suppression ALTER COLUMN id DROP DEFAULT`,
  `ALTER TABLE suppression DROP CONSTRAINT suppression_pkey`,
  `ALTER TABLE suppression ADD PRIMARY KEY (channel, address_hash, reason)`,
  `CREATE UNIQUE INDEX suppression_id_idx ON suppression (id)`,
  `CREATE TABLE suppression_event (
    id uuid PRIMARY KEY,
    suppression_id uuid NOT NULL,
    channel varchar(20) NOT NULL,
    address_hash bytea NOT NULL,
    action varchar(10) NOT NULL,
    reason varchar(30) NOT NULL,
    source varchar(64) NOT NULL,
    actor varchar(128) NOT NULL,
    at timestamptz NOT NULL
  )`,
  `CREATE INDEX suppression_event_address_idx ON suppression_event (channel, address_hash)`,
  `CREATE INDEX recipient_phone_idx ON recipient (phone_hash)`,
];

const DOWN = [
  `DROP INDEX recipient_phone_idx`,
  `DROP TABLE suppression_event`,
  `DROP INDEX suppression_id_idx`,
  `ALTER TABLE suppression DROP CONSTRAINT suppression_pkey`,
  `DELETE FROM suppression s USING suppression o
    WHERE o.channel = s.channel AND o.address_hash = s.address_hash AND o.reason < s.reason`,
  `ALTER TABLE suppression ADD PRIMARY KEY (channel, address_hash)`,
  `ALTER TABLE suppression DROP COLUMN id`,
];

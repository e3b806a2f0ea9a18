/** Implements N2, N3. What has been announced of each package of an order. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ShipmentProgress1764110000000 implements MigrationInterface {
  readonly name = 'ShipmentProgress1764110000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const UP = [
  `CREATE TABLE shipment_progress (
    order_id varchar(128) NOT NULL,
    shipment_id varchar(128) NOT NULL,
    stages jsonb NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (order_id, shipment_id)
  ) WITH (fillfactor = 75)`,
];

const DOWN = [`DROP TABLE shipment_progress`];

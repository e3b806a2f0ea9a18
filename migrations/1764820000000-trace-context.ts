/** Implements F5. Where in a trace an order event was dispatched, so that whatever is done because of it goes on from there. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class TraceContext1764820000000 implements MigrationInterface {
  readonly name = 'TraceContext1764820000000';

  /** Once for all notifications of an event, in a row that workers read anyway and nobody updates. No table is gone over. */
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE order_event ADD COLUMN traceparent varchar(55)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE order_event DROP COLUMN traceparent`);
  }
}

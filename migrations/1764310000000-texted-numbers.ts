/** Implements N8. The numbers that have been told how to stop our text messages. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class TextedNumbers1764310000000 implements MigrationInterface {
  readonly name = 'TextedNumbers1764310000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE texted_number (
        phone_hash bytea PRIMARY KEY,
        first_at timestamptz NOT NULL
      )`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE texted_number`);
  }
}

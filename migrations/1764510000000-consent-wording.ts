/** Implements N8. Consent that was given elsewhere than on our page names no wording of ours. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ConsentWording1764510000000 implements MigrationInterface {
  readonly name = 'ConsentWording1764510000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const UP = [
  `ALTER TABLE consent_event ALTER COLUMN text_version DROP NOT NULL`,
  // Until now these were recorded with the wording of a page that nobody had been shown.
  `UPDATE consent_event SET text_version = NULL WHERE source IN ('preferences_api', 'unsubscribe_link', 'mail_program')`,
];

const DOWN = [
  `UPDATE consent_event SET text_version = '' WHERE text_version IS NULL`,
  `ALTER TABLE consent_event ALTER COLUMN text_version SET NOT NULL`,
];

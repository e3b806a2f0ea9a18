/** Implements F5, F9, N1, N2. Figures that are written with what they count, and alerts. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Figures1764600000000 implements MigrationInterface {
  readonly name = 'Figures1764600000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

/** What a figure is of. "C": names are compared, never sorted for people. */
const DIMENSIONS = `
    kind varchar(20) COLLATE "C" NOT NULL,
    channel varchar(20) COLLATE "C" NOT NULL,
    notification_type varchar(50) COLLATE "C" NOT NULL,
    language varchar(8) COLLATE "C" NOT NULL,
    label varchar(64) COLLATE "C" NOT NULL,
    detail varchar(64) COLLATE "C" NOT NULL`;

const FIGURES = [
  // Of the last minutes, one row for each process that counts: none waits for another. Small and busy, as the queue is.
  `CREATE TABLE delivery_figure (
    minute timestamptz NOT NULL,${DIMENSIONS},
    shard smallint NOT NULL,
    amount bigint NOT NULL,
    departed bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (minute, kind, channel, notification_type, language, label, detail, shard)
  ) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000,
          autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 5000)`,
  // The same once its minute is over, as the views in figure-views.ts, at each resolution: a span is read by its kinds.
  `CREATE TABLE figure_summary (
    resolution varchar(12) COLLATE "C" NOT NULL,
    starts_at timestamptz NOT NULL,${DIMENSIONS},
    amount bigint NOT NULL,
    departed bigint NOT NULL,
    PRIMARY KEY (resolution, kind, starts_at, channel, notification_type, language, label, detail)
  ) WITH (fillfactor = 80)`,
];

const NOTIFICATIONS = [
  `ALTER TABLE notification_log
     ADD COLUMN language varchar(8),
     ADD COLUMN event_time timestamptz,
     ADD COLUMN waited boolean NOT NULL DEFAULT false,
     ADD COLUMN machine_opened_at timestamptz,
     ADD COLUMN clicked_at timestamptz`,
  `ALTER TABLE delivery_queue ADD COLUMN waited boolean NOT NULL DEFAULT false`,
  `ALTER TABLE notification_attempt ADD COLUMN segments smallint`,
  // Failures only: the samples behind an error, and nothing to keep up for what goes well.
  `CREATE INDEX notification_attempt_code_idx ON notification_attempt (code, notification_id) WHERE code IS NOT NULL`,
  // What was there before is counted where it stands.
  `INSERT INTO delivery_figure (minute, kind, channel, notification_type, language, label, detail, shard, amount)
   SELECT date_trunc('minute', created_at), 'status', channel, notification_type, '', status, coalesce(reason, ''), 0, count(*)
     FROM notification_log GROUP BY 1, 3, 4, 6, 7`,
  `INSERT INTO delivery_figure (minute, kind, channel, notification_type, language, label, detail, shard, amount)
   SELECT date_trunc('minute', created_at), 'event', '', notification_type, '', '', '', 0, count(*)
     FROM order_event GROUP BY 1, 4`,
];

const ALERTS = [
  `CREATE TABLE alert (
    id uuid PRIMARY KEY,
    name varchar(64) NOT NULL,
    subject varchar(128) NOT NULL,
    severity varchar(10) NOT NULL,
    value double precision,
    threshold double precision,
    detail text NOT NULL,
    raised_at timestamptz NOT NULL,
    seen_at timestamptz NOT NULL,
    resolved_at timestamptz
  )`,
  // However many replicas look: one alert of a kind at a time.
  `CREATE UNIQUE INDEX alert_active_idx ON alert (name, subject) WHERE resolved_at IS NULL`,
  `CREATE INDEX alert_raised_idx ON alert (raised_at)`,
  `CREATE TABLE alert_call (
    id uuid PRIMARY KEY,
    alert_id uuid NOT NULL,
    body text NOT NULL,
    state varchar(10) NOT NULL DEFAULT 'waiting',
    attempts smallint NOT NULL DEFAULT 0,
    due_at timestamptz NOT NULL,
    last_code varchar(64),
    created_at timestamptz NOT NULL,
    done_at timestamptz
  )`,
  `CREATE INDEX alert_call_due_idx ON alert_call (due_at) WHERE done_at IS NULL`,
  `CREATE INDEX alert_call_alert_idx ON alert_call (alert_id, id)`,
];

const UP = [...FIGURES, ...NOTIFICATIONS, ...ALERTS];

const DOWN = [
  `DROP TABLE alert_call, alert, figure_summary, delivery_figure`,
  `DROP INDEX notification_attempt_code_idx`,
  `ALTER TABLE notification_attempt DROP COLUMN segments`,
  `ALTER TABLE delivery_queue DROP COLUMN waited`,
  `ALTER TABLE notification_log
     DROP COLUMN clicked_at, DROP COLUMN machine_opened_at, DROP COLUMN waited, DROP COLUMN event_time, DROP COLUMN language`,
];

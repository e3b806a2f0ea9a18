/**
 * Implements F3, F4, F7, N6, N7, N9. The tables of the first version.
 * SPEC_DEVIATION: SD-02 no foreign key into `users`; ids are upstream's, opaque strings
 * SPEC_DEVIATION: SD-05 `timestamptz` throughout
 */
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { CREATE_KEY_VAULT } from './key-vault.js';

export class InitialSchema1763800000000 implements MigrationInterface {
  readonly name = 'InitialSchema1763800000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

/**
 * SPEC_DEVIATION: SD-06 `language` null: not chosen
 * SPEC_DEVIATION: SD-07 `time_zone`, `quiet_hours_enabled`, `version`
 * SPEC_DEVIATION: SD-08 a type row without `channels` follows the switches
 */
const PREFERENCES = [
  `CREATE TABLE notification_preferences (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id varchar(128) NOT NULL UNIQUE,
    global_enabled boolean NOT NULL DEFAULT true,
    channel_email boolean NOT NULL DEFAULT true,
    channel_sms boolean NOT NULL DEFAULT false,
    channel_in_app boolean NOT NULL DEFAULT true,
    quiet_hours_enabled boolean NOT NULL DEFAULT true,
    quiet_hours_start time NOT NULL DEFAULT '22:00',
    quiet_hours_end time NOT NULL DEFAULT '08:00',
    time_zone varchar(64),
    language varchar(10),
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
  )`,
  `CREATE TABLE notification_type_preferences (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id varchar(128) NOT NULL,
    notification_type varchar(50) NOT NULL,
    enabled boolean NOT NULL DEFAULT true,
    channels jsonb,
    UNIQUE (user_id, notification_type)
  )`,
  `CREATE TABLE consent_event (
    id uuid PRIMARY KEY,
    user_id varchar(128) NOT NULL,
    channel varchar(20) NOT NULL,
    action varchar(10) NOT NULL,
    address_hash bytea,
    purpose varchar(64) NOT NULL,
    method varchar(64) NOT NULL,
    source varchar(64) NOT NULL,
    text_version varchar(64) NOT NULL,
    actor varchar(128) NOT NULL,
    at timestamptz NOT NULL
  )`,
  `CREATE INDEX consent_event_user_idx ON consent_event (user_id, channel, at)`,
];

/** SPEC_DEVIATION: SD-03 our own recipient directory */
const DIRECTORY = [
  `CREATE TABLE recipient (
    user_id varchar(128) PRIMARY KEY,
    contact_sealed bytea,
    email_hash bytea,
    phone_hash bytea,
    language varchar(35),
    time_zone varchar(64),
    country varchar(2),
    event_time timestamptz NOT NULL,
    deleted_at timestamptz,
    updated_at timestamptz NOT NULL DEFAULT now()
  )`,
  `CREATE TABLE suppression (
    channel varchar(20) NOT NULL,
    address_hash bytea NOT NULL,
    reason varchar(30) NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (channel, address_hash)
  )`,
  ...CREATE_KEY_VAULT,
];

/**
 * Partitioned by month on the id, which is a UUIDv7 made at dispatch time; the default partition is a safety net.
 * SPEC_DEVIATION: SD-09 partitions by month
 * SPEC_DEVIATION: SD-10 the payload is sealed, once per event
 * SPEC_DEVIATION: SD-11 no index on a column that changes
 * SPEC_DEVIATION: SD-15 codes and a closed list of reasons instead of `error_message`
 */
const NOTIFICATIONS = [
  `CREATE TABLE event_inbox (
    source varchar(256) NOT NULL,
    event_id varchar(128) NOT NULL,
    order_event_id uuid NOT NULL,
    received_at timestamptz NOT NULL,
    PRIMARY KEY (source, event_id)
  )`,
  `CREATE TABLE order_event (
    id uuid PRIMARY KEY,
    source varchar(256) NOT NULL,
    event_id varchar(128) NOT NULL,
    order_id varchar(128) NOT NULL,
    user_id varchar(128) NOT NULL,
    notification_type varchar(50) NOT NULL,
    event_time timestamptz NOT NULL,
    payload_sealed bytea,
    email_hash bytea,
    phone_hash bytea,
    created_at timestamptz NOT NULL
  ) PARTITION BY RANGE (id)`,
  `CREATE TABLE order_event_default PARTITION OF order_event DEFAULT`,
  `CREATE TABLE notification_log (
    id uuid PRIMARY KEY,
    order_event_id uuid NOT NULL,
    order_id varchar(128) NOT NULL,
    user_id varchar(128) NOT NULL,
    notification_type varchar(50) NOT NULL,
    channel varchar(20) NOT NULL,
    status varchar(20) NOT NULL,
    reason varchar(30),
    retry_count integer NOT NULL DEFAULT 0,
    inbox_seq bigint,
    created_at timestamptz NOT NULL,
    sent_at timestamptz,
    delivered_at timestamptz,
    opened_at timestamptz,
    read_at timestamptz
  ) PARTITION BY RANGE (id)`,
  `CREATE TABLE notification_log_default PARTITION OF notification_log DEFAULT WITH (fillfactor = 75)`,
  `CREATE INDEX notification_log_order_idx ON notification_log (order_id, id)`,
  `CREATE INDEX notification_log_user_idx ON notification_log (user_id, id)`,
  `CREATE INDEX notification_log_inbox_idx ON notification_log (user_id, inbox_seq) WHERE inbox_seq IS NOT NULL`,
  `CREATE TABLE notification_attempt (
    notification_id uuid NOT NULL,
    number smallint NOT NULL,
    at timestamptz NOT NULL,
    duration_ms integer NOT NULL,
    outcome varchar(20) NOT NULL,
    code varchar(64),
    provider_message_id varchar(128),
    PRIMARY KEY (notification_id, number)
  ) PARTITION BY RANGE (notification_id)`,
  `CREATE TABLE notification_attempt_default PARTITION OF notification_attempt DEFAULT`,
];

/**
 * Small and busy: half-empty pages let an update stay on its page, and only columns that are no part of an index change while
 * a row is claimed.
 * SPEC_DEVIATION: SD-12 work in progress has a table of its own
 */
const WORK = [
  `CREATE TABLE delivery_queue (
    id uuid PRIMARY KEY,
    user_id varchar(128) NOT NULL,
    channel varchar(20) NOT NULL,
    state varchar(12) NOT NULL DEFAULT 'pending',
    claimed_from varchar(12),
    wait_reason varchar(20),
    due_at timestamptz NOT NULL,
    lease_expires_at timestamptz,
    claim_no integer NOT NULL DEFAULT 0,
    attempts smallint NOT NULL DEFAULT 0,
    earlier_attempts smallint NOT NULL DEFAULT 0,
    enqueued_at timestamptz NOT NULL
  ) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000,
          autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 5000)`,
  `CREATE INDEX delivery_queue_due_idx ON delivery_queue (channel, due_at)`,
  `CREATE INDEX delivery_queue_user_idx ON delivery_queue (user_id)`,
  `CREATE TABLE channel_state (
    channel varchar(20) PRIMARY KEY,
    paused_until timestamptz,
    reason varchar(64),
    updated_at timestamptz NOT NULL
  )`,
  `CREATE TABLE daily_count (
    user_id varchar(128) NOT NULL,
    local_date date NOT NULL,
    count integer NOT NULL,
    PRIMARY KEY (user_id, local_date)
  )`,
  `CREATE TABLE inbox_counter (
    user_id varchar(128) PRIMARY KEY,
    last_seq bigint NOT NULL
  )`,
  `CREATE TABLE outbox (
    id uuid PRIMARY KEY,
    messages jsonb NOT NULL,
    created_at timestamptz NOT NULL
  ) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000)`,
  `CREATE INDEX outbox_created_idx ON outbox (created_at)`,
  `CREATE TABLE rejected_event (
    id uuid PRIMARY KEY,
    topic varchar(249) NOT NULL,
    message_partition integer NOT NULL,
    message_offset bigint NOT NULL,
    code varchar(40) NOT NULL,
    message text NOT NULL,
    original_sealed bytea NOT NULL,
    created_at timestamptz NOT NULL,
    UNIQUE (topic, message_partition, message_offset)
  )`,
];

const UP = [...PREFERENCES, ...DIRECTORY, ...NOTIFICATIONS, ...WORK];

const DOWN = [
  `DROP TABLE rejected_event, outbox, inbox_counter, daily_count, channel_state, delivery_queue`,
  `DROP TABLE notification_attempt, notification_log, order_event, event_inbox`,
  `DROP SCHEMA vault CASCADE`,
  `DROP TABLE suppression, recipient, consent_event, notification_type_preferences, notification_preferences`,
];

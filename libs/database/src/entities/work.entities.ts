/** Implements F4, N7, N9. */
import type { Channel, Reason } from '#contracts';
import { Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';

/** The truth about work that remains: a row lives until its notification is settled. */
@Entity('delivery_queue')
@Index('delivery_queue_due_idx', ['channel', 'due_at'])
@Index('delivery_queue_user_idx', ['user_id'])
export class DeliveryQueueEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('varchar', { length: 128 }) user_id!: string;
  @Column('varchar', { length: 20 }) channel!: Channel;
  @Column('varchar', { length: 12, default: 'pending' }) state!: 'pending' | 'sending' | 'unconfirmed';
  /** The state the current claim found. */
  @Column('varchar', { length: 12, nullable: true }) claimed_from!: 'pending' | 'sending' | 'unconfirmed' | null;
  @Column('varchar', { length: 20, nullable: true }) wait_reason!: Reason | null;
  @Column('timestamptz') due_at!: Date;
  @Column('timestamptz', { nullable: true }) lease_expires_at!: Date | null;
  /** Rises with every claim; a failure reported under an older number is ignored. */
  @Column('integer', { default: 0 }) claim_no!: number;
  /** Finished provider calls of the current budget. */
  @Column('smallint', { default: 0 }) attempts!: number;
  /** Finished provider calls of earlier budgets. */
  @Column('smallint', { default: 0 }) earlier_attempts!: number;
  @Column('timestamptz') enqueued_at!: Date;
}

@Entity('channel_state')
export class ChannelStateEntity {
  @PrimaryColumn('varchar', { length: 20 }) channel!: Channel;
  @Column('timestamptz', { nullable: true }) paused_until!: Date | null;
  @Column('varchar', { length: 64, nullable: true }) reason!: string | null;
  @Column('timestamptz') updated_at!: Date;
}

/** Sends counted per customer and local calendar date. */
@Entity('daily_count')
export class DailyCountEntity {
  @PrimaryColumn('varchar', { length: 128 }) user_id!: string;
  @PrimaryColumn('date') local_date!: string;
  @Column('integer') count!: number;
}

@Entity('inbox_counter')
export class InboxCounterEntity {
  @PrimaryColumn('varchar', { length: 128 }) user_id!: string;
  @Column('bigint') last_seq!: string;
}

/** Messages to publish after the commit that wrote them. */
@Entity('outbox')
@Index('outbox_created_idx', ['created_at'])
export class OutboxEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('jsonb') messages!: unknown;
  @Column('timestamptz') created_at!: Date;
}

/** Reports of providers that were seen. Nothing of their content is kept but what sort of event it was. */
@Entity('webhook_inbox')
@Index('webhook_inbox_received_idx', ['received_at'])
export class WebhookInboxEntity {
  @PrimaryColumn('varchar', { length: 20 }) provider!: string;
  @PrimaryColumn('varchar', { length: 128 }) dedupe_key!: string;
  @Column('varchar', { length: 40 }) event!: string;
  @Column('timestamptz') received_at!: Date;
}

/** An incoming event that could not be used; the original stays sealed for 30 days. */
@Entity('rejected_event')
@Unique('rejected_event_topic_message_partition_message_offset_key', ['topic', 'message_partition', 'message_offset'])
@Index('rejected_event_waiting_idx', ['created_at', 'id'], { where: '(replayed_at IS NULL)' })
export class RejectedEventEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('varchar', { length: 249 }) topic!: string;
  @Column('integer') message_partition!: number;
  @Column('bigint') message_offset!: string;
  @Column('varchar', { length: 40 }) code!: string;
  @Column('text') message!: string;
  @Column('bytea') original_sealed!: Buffer;
  @Column('timestamptz') created_at!: Date;
  /** Published again to its topic; null: it waits for a person. */
  @Column('timestamptz', { nullable: true }) replayed_at!: Date | null;
}

/** Notifications that are `failed` now, and since when. */
@Entity('dead_letter')
@Index('dead_letter_at_idx', ['at', 'notification_id'])
export class DeadLetterEntity {
  @PrimaryColumn('uuid') notification_id!: string;
  @Column('timestamptz') at!: Date;
}

/** Requests that can be repeated without a second effect. Neither key nor body is stored. */
@Entity('idempotency_key')
@Index('idempotency_key_expires_idx', ['expires_at'])
export class IdempotencyKeyEntity {
  @PrimaryColumn('bytea') key_hash!: Buffer;
  @Column('bytea') body_hash!: Buffer;
  /** Id of the event that the request gave rise to; with it, its notifications are found after a crash. */
  @Column('uuid') event_id!: string;
  @Column('jsonb', { nullable: true }) answer!: unknown;
  @Column('timestamptz') expires_at!: Date;
}

/** What was done by hand. Append-only. */
@Entity('audit')
@Index('audit_at_idx', ['at'])
export class AuditEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') actor!: string;
  @Column('varchar', { length: 40 }) action!: string;
  @Column('varchar', { length: 128 }) target!: string;
  @Column('timestamptz') at!: Date;
}

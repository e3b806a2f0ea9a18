/** Implements F4, N7, N9. */
import type { Channel, NotificationType, Reason } from '#contracts';
import { Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';

/** The truth about work that remains: a row lives until its notification is settled. */
@Entity('delivery_queue')
@Index('delivery_queue_due_idx', ['channel', 'due_at'], { where: 'NOT parked' })
@Index('delivery_queue_parked_idx', ['channel', 'notification_type', 'due_at'], { where: 'parked' })
@Index('delivery_queue_user_idx', ['user_id'])
export class DeliveryQueueEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('varchar', { length: 128 }) user_id!: string;
  @Column('varchar', { length: 20 }) channel!: Channel;
  /** As in the log; here, so that a claim can leave out types that are paused. */
  @Column('varchar', { length: 50 }) notification_type!: NotificationType;
  @Column('varchar', { length: 12, default: 'pending' }) state!: 'pending' | 'sending' | 'unconfirmed';
  /** The state before the current claim; of one that took over from another, before that one. */
  @Column('varchar', { length: 12, nullable: true }) claimed_from!: 'pending' | 'unconfirmed' | null;
  /** The current claim took over from one whose lease had run out. */
  @Column('boolean', { default: false }) interrupted!: boolean;
  @Column('varchar', { length: 20, nullable: true }) wait_reason!: Reason | null;
  @Column('timestamptz') due_at!: Date;
  /** Its type was paused when it was due: no claim sees it until somebody resumes. */
  @Column('boolean', { default: false }) parked!: boolean;
  @Column('timestamptz', { nullable: true }) lease_expires_at!: Date | null;
  /** Rises with every claim; a failure reported under an older number is ignored. */
  @Column('integer', { default: 0 }) claim_no!: number;
  /** Finished provider calls of the current budget. */
  @Column('smallint', { default: 0 }) attempts!: number;
  /** Finished provider calls of earlier budgets. */
  @Column('smallint', { default: 0 }) earlier_attempts!: number;
  @Column('timestamptz') enqueued_at!: Date;
  /** Quiet hours, a pause by an operator or a retry by hand have had it wait. */
  @Column('boolean', { default: false }) waited!: boolean;
}

/** What holds a channel back by itself: its provider, and the rate we keep to. */
@Entity('channel_state')
export class ChannelStateEntity {
  @PrimaryColumn('varchar', { length: 20 }) channel!: Channel;
  /** Until then nothing is sent; from then on one message at a time tries whether the provider takes it. null: not halted. */
  @Column('timestamptz', { nullable: true }) halted_until!: Date | null;
  @Column('varchar', { length: 64, nullable: true }) halt_reason!: string | null;
  @Column('timestamptz', { nullable: true }) halted_since!: Date | null;
  /** Calls before the last halt was lifted say nothing about the provider any more. */
  @Column('timestamptz', { nullable: true }) lifted_at!: Date | null;
  /** The provider takes nothing before then. */
  @Column('timestamptz', { nullable: true }) limited_until!: Date | null;
  /** Up to where calls at our own rate have been given out. */
  @Column('timestamptz', { nullable: true }) paced_until!: Date | null;
  @Column('timestamptz') updated_at!: Date;
}

/** Pauses by operators. */
@Entity('operator_pause')
export class OperatorPauseEntity {
  /** `all`, a channel or a type. */
  @PrimaryColumn('varchar', { length: 50 }) scope!: string;
  @Column('text') actor!: string;
  @Column('varchar', { length: 256, nullable: true }) reason!: string | null;
  @Column('timestamptz') since!: Date;
}

/** What the provider calls of one replica in the last half minute came to. */
@Entity('provider_call_window')
export class ProviderCallWindowEntity {
  @PrimaryColumn('varchar', { length: 20 }) channel!: Channel;
  @PrimaryColumn('uuid') replica!: string;
  @Column('integer') calls!: number;
  @Column('integer') failures!: number;
  /** User ids; a few are enough. */
  @Column('text', { array: true }) failed_recipients!: string[];
  @Column('timestamptz') at!: Date;
}

/** Sends counted per customer and local calendar date. */
@Entity('daily_count')
@Index('daily_count_date_idx', ['local_date'])
export class DailyCountEntity {
  @PrimaryColumn('varchar', { length: 128 }) user_id!: string;
  @PrimaryColumn('date') local_date!: string;
  @Column('integer') count!: number;
}

/** What has been announced of a package. */
@Entity('shipment_progress')
@Index('shipment_progress_updated_idx', ['updated_at'])
export class ShipmentProgressEntity {
  @PrimaryColumn('varchar', { length: 128 }) order_id!: string;
  /** Upstream's id, `#` with the package's number, or empty: the only package of its order. */
  @PrimaryColumn('varchar', { length: 128 }) shipment_id!: string;
  /** The newest news of each stage: `{ "order_shipped": { "orderVersion": 3, "time": "…" } }`. */
  @Column('jsonb') stages!: unknown;
  @Column('timestamptz') updated_at!: Date;
}

@Entity('inbox_counter')
export class InboxCounterEntity {
  @PrimaryColumn('varchar', { length: 128 }) user_id!: string;
  /** The last position that was given. */
  @Column('bigint') last_seq!: string;
  /** Messages that have arrived, and are neither read nor archived. */
  @Column('integer', { default: 0 }) unread!: number;
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
@Index('webhook_inbox_received_idx', ['received_at'], { where: '(NOT is_evidence)' })
export class WebhookInboxEntity {
  @PrimaryColumn('varchar', { length: 20 }) provider!: string;
  @PrimaryColumn('varchar', { length: 128 }) dedupe_key!: string;
  @Column('varchar', { length: 40 }) event!: string;
  @Column('timestamptz') received_at!: Date;
  /** A person's word about their consent: it is kept as long as the consents are. */
  @Column('boolean', { default: false }) is_evidence!: boolean;
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
@Index('audit_target_idx', ['target'])
export class AuditEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') actor!: string;
  @Column('varchar', { length: 40 }) action!: string;
  @Column('varchar', { length: 128 }) target!: string;
  @Column('timestamptz') at!: Date;
}

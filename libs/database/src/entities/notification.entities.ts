/** Implements F7, N9. */
import type { AttemptOutcome, Channel, Language, NotificationStatus, NotificationType, Reason } from '#contracts';
import type { EvidenceKind, EvidenceSource } from '#notifications';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** Which events were seen; outlives the topic's retention. */
@Entity('event_inbox')
@Index('event_inbox_received_idx', { synchronize: false })
export class EventInboxEntity {
  @PrimaryColumn('varchar', { length: 256 }) source!: string;
  @PrimaryColumn('varchar', { length: 128 }) event_id!: string;
  @Column('uuid') order_event_id!: string;
  @Column('timestamptz') received_at!: Date;
}

@Entity('order_event')
@Index('order_event_email_idx', ['email_hash', 'id'])
export class OrderEventEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('varchar', { length: 256 }) source!: string;
  @Column('varchar', { length: 128 }) event_id!: string;
  @Column('varchar', { length: 128 }) order_id!: string;
  @Column('varchar', { length: 128 }) user_id!: string;
  @Column('varchar', { length: 50 }) notification_type!: NotificationType;
  @Column('timestamptz') event_time!: Date;
  @Column('bytea', { nullable: true }) payload_sealed!: Buffer | null;
  @Column('bytea', { nullable: true }) email_hash!: Buffer | null;
  @Column('bytea', { nullable: true }) phone_hash!: Buffer | null;
  @Column('timestamptz') created_at!: Date;
  /** W3C Trace Context of its dispatch. null: traces were off. */
  @Column('varchar', { length: 55, nullable: true }) traceparent!: string | null;
}

@Entity('notification_log')
@Index('notification_log_order_idx', ['order_id', 'id'])
@Index('notification_log_user_idx', ['user_id', 'id'])
@Index('notification_log_inbox_idx', ['user_id', 'inbox_seq'], { where: '(inbox_seq IS NOT NULL)' })
export class NotificationLogEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') order_event_id!: string;
  @Column('varchar', { length: 128 }) order_id!: string;
  @Column('varchar', { length: 128 }) user_id!: string;
  @Column('varchar', { length: 50 }) notification_type!: NotificationType;
  @Column('varchar', { length: 20 }) channel!: Channel;
  /** While a queue row exists, that row's state is the current one. */
  @Column('varchar', { length: 20 }) status!: NotificationStatus;
  @Column('varchar', { length: 30, nullable: true }) reason!: Reason | null;
  @Column('integer', { default: 0 }) retry_count!: number;
  /** Finished provider calls of earlier budgets; a queue row has its own count. */
  @Column('smallint', { default: 0 }) earlier_attempts!: number;
  /** How often upstream was told of it: the sequence of the last delivery event. */
  @Column('integer', { default: 0 }) told!: number;
  /** Position in the customer's inbox; in-app only. A bigint, so the driver gives text. */
  @Column('bigint', { nullable: true }) inbox_seq!: string | null;
  @Column('timestamptz') created_at!: Date;
  @Column('timestamptz', { nullable: true }) sent_at!: Date | null;
  @Column('timestamptz', { nullable: true }) delivered_at!: Date | null;
  @Column('timestamptz', { nullable: true }) opened_at!: Date | null;
  @Column('timestamptz', { nullable: true }) read_at!: Date | null;
  @Column('timestamptz', { nullable: true }) archived_at!: Date | null;
  /** The one it was written in; until it is sent, the one known when it was planned. null: it is older than this column. */
  @Column('varchar', { length: 8, nullable: true }) language!: Language | null;
  /** Of its order event; one in the future counts as when it came. */
  @Column('timestamptz', { nullable: true }) event_time!: Date | null;
  /** Quiet hours, a pause by an operator or a retry by hand had it wait; known once it is settled. */
  @Column('boolean', { default: false }) waited!: boolean;
  @Column('timestamptz', { nullable: true }) machine_opened_at!: Date | null;
  @Column('timestamptz', { nullable: true }) clicked_at!: Date | null;
}

@Entity('notification_attempt')
@Index('notification_attempt_code_idx', ['code', 'notification_id'], { where: '(code IS NOT NULL)' })
export class NotificationAttemptEntity {
  @PrimaryColumn('uuid') notification_id!: string;
  @PrimaryColumn('smallint') number!: number;
  @Column('timestamptz') at!: Date;
  @Column('integer') duration_ms!: number;
  @Column('varchar', { length: 20 }) outcome!: AttemptOutcome;
  @Column('varchar', { length: 64, nullable: true }) code!: string | null;
  @Column('varchar', { length: 128, nullable: true }) provider_message_id!: string | null;
  /** What the provider said of it later. */
  @Column('varchar', { length: 20, nullable: true }) evidence!: EvidenceKind | null;
  @Column('timestamptz', { nullable: true }) evidence_at!: Date | null;
  @Column('varchar', { length: 10, nullable: true }) evidence_source!: EvidenceSource | null;
  /** Why its answer was missing; stays when evidence says how it ended. */
  @Column('varchar', { length: 64, nullable: true }) unconfirmed_code!: string | null;
  /** When the provider was last asked about it, and answered. */
  @Column('timestamptz', { nullable: true }) looked_up_at!: Date | null;
  /** Of a text that the provider has taken, as it counted them. */
  @Column('smallint', { nullable: true }) segments!: number | null;
}

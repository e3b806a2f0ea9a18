/** Implements N6. */
import type { Channel } from '#contracts';
import type { SuppressionReason } from '#notifications';
import { Column, CreateDateColumn, Entity, Index, PrimaryColumn, UpdateDateColumn } from 'typeorm';

@Entity('recipient')
@Index('recipient_email_idx', ['email_hash'])
@Index('recipient_tombstone_idx', ['user_id'], { where: '(deleted_at IS NOT NULL)' })
@Index('recipient_phone_idx', ['phone_hash'])
export class RecipientEntity {
  @PrimaryColumn('varchar', { length: 128 }) user_id!: string;
  @Column('bytea', { nullable: true }) contact_sealed!: Buffer | null;
  @Column('bytea', { nullable: true }) email_hash!: Buffer | null;
  @Column('bytea', { nullable: true }) phone_hash!: Buffer | null;
  @Column('varchar', { length: 35, nullable: true }) language!: string | null;
  @Column('varchar', { length: 64, nullable: true }) time_zone!: string | null;
  @Column('varchar', { length: 2, nullable: true }) country!: string | null;
  /** CloudEvents time of what is stored: only something newer replaces it. */
  @Column('timestamptz') event_time!: Date;
  /** Set: a tombstone. */
  @Column('timestamptz', { nullable: true }) deleted_at!: Date | null;
  @UpdateDateColumn({ type: 'timestamptz' }) updated_at!: Date;
}

/** An address that nothing may be sent to, once for each reason. Belongs to nobody: it outlives its customer. */
@Entity('suppression')
@Index('suppression_id_idx', ['id'], { unique: true })
export class SuppressionEntity {
  @Column('uuid') id!: string;
  @PrimaryColumn('varchar', { length: 20 }) channel!: Channel;
  @PrimaryColumn('bytea') address_hash!: Buffer;
  @PrimaryColumn('varchar', { length: 30 }) reason!: SuppressionReason;
  @CreateDateColumn({ type: 'timestamptz' }) created_at!: Date;
}

/** Append-only. */
@Entity('suppression_event')
@Index('suppression_event_address_idx', ['channel', 'address_hash'])
export class SuppressionEventEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') suppression_id!: string;
  @Column('varchar', { length: 20 }) channel!: Channel;
  @Column('bytea') address_hash!: Buffer;
  @Column('varchar', { length: 10 }) action!: 'suppressed' | 'lifted';
  @Column('varchar', { length: 30 }) reason!: SuppressionReason;
  @Column('varchar', { length: 64 }) source!: string;
  @Column('varchar', { length: 128 }) actor!: string;
  @Column('timestamptz') at!: Date;
}

/** A number that a text of ours went to, so that it has been told how to stop them. Belongs to nobody: a keyed hash, a time. */
@Entity('texted_number')
export class TextedNumberEntity {
  @PrimaryColumn('bytea') phone_hash!: Buffer;
  @Column('timestamptz') first_at!: Date;
}

@Entity('recipient_key', { schema: 'vault' })
export class RecipientKeyEntity {
  @PrimaryColumn('varchar', { length: 128 }) user_id!: string;
  @Column('bytea') wrapped_key!: Buffer;
  @CreateDateColumn({ type: 'timestamptz' }) created_at!: Date;
}

/** Who was erased, and when. Outlives every backup of the rest. */
@Entity('erasure', { schema: 'vault' })
export class ErasureEntity {
  @PrimaryColumn('varchar', { length: 128 }) user_id!: string;
  /** CloudEvents time of the deletion. */
  @Column('timestamptz') erased_at!: Date;
}

/** What a provider has yet to be asked to forget. Belongs to nobody: what it is about is sealed. */
@Entity('provider_erasure', { schema: 'vault' })
export class ProviderErasureEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('varchar', { length: 20 }) channel!: Channel;
  @Column('bytea') subject_sealed!: Buffer;
  @Column('integer', { default: 0 }) tries!: number;
  @Column('timestamptz') due_at!: Date;
  @Column('timestamptz') created_at!: Date;
}

/** Implements N6. */
import type { Channel } from '#contracts';
import { Column, CreateDateColumn, Entity, Index, PrimaryColumn, UpdateDateColumn } from 'typeorm';

@Entity('recipient')
@Index('recipient_email_idx', ['email_hash'])
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

@Entity('suppression')
export class SuppressionEntity {
  @PrimaryColumn('varchar', { length: 20 }) channel!: Channel;
  @PrimaryColumn('bytea') address_hash!: Buffer;
  @Column('varchar', { length: 30 }) reason!: string;
  @CreateDateColumn({ type: 'timestamptz' }) created_at!: Date;
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

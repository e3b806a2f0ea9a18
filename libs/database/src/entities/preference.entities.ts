/** Implements F3. */
import type { Channel } from '#contracts';
import {
  Column,
  CreateDateColumn,
  Entity,
  Index,
  PrimaryColumn,
  PrimaryGeneratedColumn,
  Unique,
  UpdateDateColumn,
} from 'typeorm';

@Entity('notification_preferences')
export class NotificationPreferencesEntity {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @Column('varchar', { length: 128, unique: true }) user_id!: string;
  @Column('boolean', { default: true }) global_enabled!: boolean;
  @Column('boolean', { default: true }) channel_email!: boolean;
  @Column('boolean', { default: false }) channel_sms!: boolean;
  @Column('boolean', { default: true }) channel_in_app!: boolean;
  @Column('boolean', { default: true }) quiet_hours_enabled!: boolean;
  @Column('time', { default: '22:00:00' }) quiet_hours_start!: string;
  @Column('time', { default: '08:00:00' }) quiet_hours_end!: string;
  @Column('varchar', { length: 64, nullable: true }) time_zone!: string | null;
  @Column('varchar', { length: 10, nullable: true }) language!: string | null;
  @Column('integer', { default: 1 }) version!: number;
  @CreateDateColumn({ type: 'timestamptz' }) created_at!: Date;
  @UpdateDateColumn({ type: 'timestamptz' }) updated_at!: Date;
}

@Entity('notification_type_preferences')
@Unique('notification_type_preferences_user_id_notification_type_key', ['user_id', 'notification_type'])
export class NotificationTypePreferenceEntity {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @Column('varchar', { length: 128 }) user_id!: string;
  @Column('varchar', { length: 50 }) notification_type!: string;
  @Column('boolean', { default: true }) enabled!: boolean;
  @Column('jsonb', { nullable: true }) channels!: Channel[] | null;
}

/** Append-only. */
@Entity('consent_event')
@Index('consent_event_user_idx', ['user_id', 'channel', 'at'])
export class ConsentEventEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('varchar', { length: 128 }) user_id!: string;
  @Column('varchar', { length: 20 }) channel!: Channel;
  @Column('varchar', { length: 10 }) action!: 'granted' | 'revoked';
  @Column('bytea', { nullable: true }) address_hash!: Buffer | null;
  @Column('varchar', { length: 64 }) purpose!: string;
  @Column('varchar', { length: 64 }) method!: string;
  @Column('varchar', { length: 64 }) source!: string;
  @Column('varchar', { length: 64, nullable: true }) text_version!: string | null;
  @Column('varchar', { length: 128 }) actor!: string;
  @Column('timestamptz') at!: Date;
}

/** Append-only. */
@Entity('preference_change')
@Index('preference_change_user_idx', ['user_id', 'version'])
export class PreferenceChangeEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('varchar', { length: 128 }) user_id!: string;
  @Column('integer') version!: number;
  @Column('varchar', { length: 128 }) actor!: string;
  @Column('varchar', { length: 64 }) source!: string;
  @Column('jsonb') changes!: { choice: string; from: boolean | string | null; to: boolean | string | null }[];
  @Column('timestamptz') at!: Date;
}

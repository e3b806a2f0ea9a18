import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

@Entity()
export class NotificationPreference {
  @PrimaryGeneratedColumn('uuid')
  id!: string;

  @Column('varchar', { unique: true })
  userId!: string;

  @Column('boolean', { default: true })
  globalEnabled!: boolean;

  @Column('boolean', { default: true })
  email!: boolean;

  @Column('boolean', { default: false })
  sms!: boolean;

  @Column('boolean', { default: true })
  inApp!: boolean;
}

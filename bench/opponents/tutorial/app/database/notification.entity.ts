import { Column, CreateDateColumn, Entity, PrimaryGeneratedColumn, Unique } from 'typeorm';
import type { Channel } from '../channels.js';
import type { ShippedOrder } from '../order-event.js';

@Entity()
@Unique(['eventId', 'channel'])
export class Notification {
  @PrimaryGeneratedColumn('uuid')
  id!: string;

  @Column('varchar')
  eventId!: string;

  @Column('varchar')
  userId!: string;

  @Column('varchar')
  type!: string;

  @Column('varchar')
  channel!: Channel;

  @Column('varchar')
  status!: 'pending' | 'sent' | 'suppressed';

  @Column('jsonb')
  payload!: ShippedOrder;

  @CreateDateColumn({ type: 'timestamptz' })
  createdAt!: Date;

  @Column('timestamptz', { nullable: true })
  sentAt!: Date | null;
}

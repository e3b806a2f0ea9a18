import { Inject, Injectable } from '@nestjs/common';
import { Repository } from 'typeorm';
import { NOTIFICATIONS } from './database/database.providers.js';
import type { Notification } from './database/notification.entity.js';

@Injectable()
export class DeliveryService {
  constructor(@Inject(NOTIFICATIONS) private readonly notifications: Repository<Notification>) {}

  /** Sends a notification unless that was done before. */
  async deliver(id: string, send: (notification: Notification) => Promise<unknown>): Promise<void> {
    const notification = await this.notifications.findOneBy({ id });
    if (notification?.status !== 'pending') return;
    await send(notification);
    notification.status = 'sent';
    notification.sentAt = new Date();
    await this.notifications.save(notification);
  }
}

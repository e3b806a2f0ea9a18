import { Inject, Injectable } from '@nestjs/common';
import { ClientKafka } from '@nestjs/microservices';
import { lastValueFrom } from 'rxjs';
import { Repository } from 'typeorm';
import { CHANNELS, type Channel } from '../channels.js';
import { NOTIFICATIONS, PREFERENCES } from '../database/database.providers.js';
import type { NotificationPreference } from '../database/notification-preference.entity.js';
import type { Notification } from '../database/notification.entity.js';
import type { ShippedOrder } from '../order-event.js';
import { SETTINGS } from '../settings.js';
import { NUDGES, type Nudge } from '../topics.js';
import { NUDGE_CLIENT } from './nudge-client.js';

export interface OrderEvent {
  readonly id: string;
  readonly type: string;
  readonly order: ShippedOrder;
}

@Injectable()
export class DispatcherService {
  constructor(
    @Inject(NOTIFICATIONS) private readonly notifications: Repository<Notification>,
    @Inject(PREFERENCES) private readonly preferences: Repository<NotificationPreference>,
    @Inject(NUDGE_CLIENT) private readonly client: ClientKafka,
  ) {}

  /** A row for each channel, and a message to the worker of each that the customer wants. */
  async dispatch(event: OrderEvent): Promise<void> {
    const { userId } = event.order;
    const wanted = channelsOf(await this.preferences.findOneBy({ userId }));
    await Promise.all(CHANNELS.map((channel) => this.notify(event, channel, wanted.includes(channel))));
  }

  private async notify({ id: eventId, type, order }: OrderEvent, channel: Channel, isWanted: boolean): Promise<void> {
    const { userId } = order;
    if (await this.notifications.findOneBy({ eventId, channel })) return;
    const status = isWanted ? 'pending' : 'suppressed';
    const { id } = await this.notifications.save({ eventId, userId, type, channel, status, payload: order });
    if (!isWanted) return;
    const value: Nudge = { notificationId: id };
    await lastValueFrom(this.client.emit(NUDGES[channel], { key: userId, value }));
  }
}

function channelsOf(preference: NotificationPreference | null): readonly Channel[] {
  if (preference === null) return SETTINGS.defaultChannels;
  const { globalEnabled, email, sms, inApp } = preference;
  const isOn = { email, sms, in_app: inApp };
  return CHANNELS.filter((channel) => globalEnabled && isOn[channel]);
}

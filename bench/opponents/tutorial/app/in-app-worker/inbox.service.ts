import { Inject, Injectable } from '@nestjs/common';
import { Repository } from 'typeorm';
import { INBOX } from '../database/database.providers.js';
import type { InboxMessage } from '../database/inbox-message.entity.js';
import { messageOf } from '../messages.js';
import type { ShippedOrder } from '../order-event.js';
import { InboxGateway } from './inbox.gateway.js';

@Injectable()
export class InboxService {
  constructor(
    @Inject(INBOX) private readonly inbox: Repository<InboxMessage>,
    private readonly gateway: InboxGateway,
  ) {}

  async add(order: ShippedOrder): Promise<void> {
    const { subject: title, text: body } = messageOf(order);
    this.gateway.announce(await this.inbox.save({ userId: order.userId, title, body }));
  }
}

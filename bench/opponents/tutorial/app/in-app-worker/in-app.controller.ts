import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { DeliveryService } from '../delivery.service.js';
import { NUDGES, type Nudge } from '../topics.js';
import { InboxService } from './inbox.service.js';

@Controller()
export class InAppController {
  constructor(
    private readonly delivery: DeliveryService,
    private readonly inbox: InboxService,
  ) {}

  @EventPattern([NUDGES.in_app])
  async onNudge(@Payload() { notificationId }: Nudge): Promise<void> {
    await this.delivery.deliver(notificationId, ({ payload }) => this.inbox.add(payload));
  }
}

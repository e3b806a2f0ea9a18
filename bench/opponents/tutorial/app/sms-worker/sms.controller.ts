import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { DeliveryService } from '../delivery.service.js';
import { NUDGES, type Nudge } from '../topics.js';
import { SmsService } from './sms.service.js';

@Controller()
export class SmsController {
  constructor(
    private readonly delivery: DeliveryService,
    private readonly texts: SmsService,
  ) {}

  @EventPattern([NUDGES.sms])
  async onNudge(@Payload() { notificationId }: Nudge): Promise<void> {
    await this.delivery.deliver(notificationId, ({ payload }) => this.texts.send(payload));
  }
}

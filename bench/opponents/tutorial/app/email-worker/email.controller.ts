import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { DeliveryService } from '../delivery.service.js';
import { NUDGES, type Nudge } from '../topics.js';
import { EmailService } from './email.service.js';

@Controller()
export class EmailController {
  constructor(
    private readonly delivery: DeliveryService,
    private readonly emails: EmailService,
  ) {}

  @EventPattern([NUDGES.email])
  async onNudge(@Payload() { notificationId }: Nudge): Promise<void> {
    await this.delivery.deliver(notificationId, ({ payload }) => this.emails.send(payload));
  }
}

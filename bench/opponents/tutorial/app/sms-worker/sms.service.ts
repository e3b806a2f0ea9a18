import { Injectable } from '@nestjs/common';
import twilio from 'twilio';
import { messageOf } from '../messages.js';
import type { ShippedOrder } from '../order-event.js';
import { twilioSettings } from '../settings.js';
import { RedirectedClient } from './redirected-client.js';

@Injectable()
export class SmsService {
  private readonly settings = twilioSettings();
  private readonly client = twilio(this.settings.accountSid, this.settings.authToken, {
    httpClient: new RedirectedClient(this.settings.baseUrl),
  });

  async send(order: ShippedOrder): Promise<void> {
    await this.client.messages.create({
      to: order.recipient.phone,
      from: this.settings.from,
      body: messageOf(order).text,
    });
  }
}

import { Injectable } from '@nestjs/common';
import client from '@sendgrid/client';
import mail from '@sendgrid/mail';
import { htmlOf, messageOf } from '../messages.js';
import type { ShippedOrder } from '../order-event.js';
import { sendgridSettings } from '../settings.js';

@Injectable()
export class EmailService {
  private readonly settings = sendgridSettings();

  constructor() {
    client.setApiKey(this.settings.apiKey);
    // After the key, which points it at SendGrid itself.
    client.setDefaultRequest('baseUrl', this.settings.baseUrl);
    mail.setClient(client);
  }

  async send(order: ShippedOrder): Promise<void> {
    const message = messageOf(order);
    await mail.send({
      to: { email: order.recipient.email, name: order.recipient.name },
      from: this.settings.from,
      subject: message.subject,
      text: message.text,
      html: htmlOf(message),
    });
  }
}

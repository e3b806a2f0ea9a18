import { Injectable } from '@nestjs/common';
import { EventWebhook } from '../sendgrid/event-webhook.service.js';
import { InboundTexts } from '../twilio/inbound-texts.service.js';
import { senderOf } from '../twilio/message-resource.js';
import { StatusCallbacks } from '../twilio/status-callbacks.service.js';
import type { Happening, MailEvent, TextEvent } from './happening.js';
import type { WebhookFaults } from './life.schema.js';

/** Tells the service what happened, in the way of the message's provider. */
@Injectable()
export class Herald {
  constructor(
    private readonly eventWebhook: EventWebhook,
    private readonly statusCallbacks: StatusCallbacks,
    private readonly inbound: InboundTexts,
  ) {}

  /** Resolves once it was tried. */
  async tell(happening: Happening, faults: WebhookFaults): Promise<void> {
    // Events that are not the provider's own were left out of the life.
    if (happening.message.provider === 'sendgrid') {
      await this.eventWebhook.tell(happening as Happening<MailEvent>, faults);
    } else {
      await this.tellOfText(happening as Happening<TextEvent>, faults);
    }
  }

  private async tellOfText({ message, event, at }: Happening<TextEvent>, faults: WebhookFaults): Promise<void> {
    if (event.event === 'reply') {
      const { text, optOutType } = event;
      await this.inbound.receive({ from: message.to, to: senderOf(message).from, text, optOutType, message }, faults);
    } else {
      await this.statusCallbacks.tell({ message, event, at }, faults);
    }
  }
}

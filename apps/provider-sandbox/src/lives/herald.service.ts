import { Injectable } from '@nestjs/common';
import { PictureFetches } from '../readers/picture-fetches.service.js';
import { EventWebhook } from '../sendgrid/event-webhook.service.js';
import { InboundTexts } from '../twilio/inbound-texts.service.js';
import { senderOf } from '../twilio/message-resource.js';
import { StatusCallbacks } from '../twilio/status-callbacks.service.js';
import type { Happening, MailEvent, TextEvent } from './happening.js';
import type { WebhookFaults } from './life.schema.js';

/** What SendGrid has to be asked for. */
const TRACKED_BY: Partial<Record<MailEvent['event'], 'opens' | 'clicks'>> = { open: 'opens', click: 'clicks' };

/** Tells the service what happened, in the way of the message's provider. */
@Injectable()
export class Herald {
  constructor(
    private readonly eventWebhook: EventWebhook,
    private readonly pictures: PictureFetches,
    private readonly statusCallbacks: StatusCallbacks,
    private readonly inbound: InboundTexts,
  ) {}

  /** Resolves once it was tried. */
  async tell(happening: Happening, faults: WebhookFaults): Promise<void> {
    // Events that are not the provider's own were left out of the life.
    if (happening.message.provider === 'sendgrid') {
      await this.tellOfMail(happening as Happening<MailEvent>, faults);
    } else {
      await this.tellOfText(happening as Happening<TextEvent>, faults);
    }
  }

  /** What readers do, SendGrid learns where it was asked to track it; and whose own picture is in the email, learns that it was opened. */
  private async tellOfMail({ message, event, at }: Happening<MailEvent>, faults: WebhookFaults): Promise<void> {
    const told = TRACKED_BY[event.event];
    await Promise.all([
      event.event === 'open' ? this.pictures.fetch({ message, event, at }, faults) : undefined,
      told === undefined || message.tracking?.[told] === true
        ? this.eventWebhook.tell({ message, event, at }, faults)
        : undefined,
    ]);
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

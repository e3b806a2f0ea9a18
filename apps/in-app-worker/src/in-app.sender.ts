/** Implements F1, F8, AC-08. Notifications as messages in the customer's inbox. */
import { Inject, Injectable } from '@nestjs/common';
import { ChannelSender, type OutgoingMessage, type SendResult } from '#delivery';
import { renderInApp } from '#templates';
import { IN_APP_SETTINGS, type InAppSettings } from './in-app.settings.js';

/** Being in the inbox is being sent, and settling is what puts it there: nothing leaves the system. */
@Injectable()
export class InAppSender extends ChannelSender {
  override readonly channel = 'in_app';
  override readonly idempotent = true;

  constructor(@Inject(IN_APP_SETTINGS) private readonly settings: InAppSettings) {
    super();
  }

  override validate(): undefined {
    return undefined;
  }

  /** Renders only to know that it can be done: a message that nobody could be shown must not count as sent. */
  override send({ event, language, timeZone, contact }: OutgoingMessage): Promise<SendResult> {
    renderInApp(event, { language, timeZone, recipientName: contact.name, brand: this.settings.brand });
    return Promise.resolve({ outcome: 'accepted', providerMessageId: null });
  }

  override checkHealth(): Promise<undefined> {
    return Promise.resolve(undefined);
  }
}

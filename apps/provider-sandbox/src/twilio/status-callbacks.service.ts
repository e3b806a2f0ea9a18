import { Inject, Injectable } from '@nestjs/common';
import type { Happening, TextStatusEvent } from '../lives/happening.js';
import type { WebhookFaults } from '../lives/life.schema.js';
import { PROVIDER_CREDENTIALS, type ProviderCredentials } from '../provider-sandbox.settings.js';
import { API_VERSION, senderOf } from './message-resource.js';
import type { Form } from './request-signature.js';
import { TwilioWebhooks } from './twilio-webhooks.service.js';

/** Reports a text's status to the StatusCallback it was sent with. https://www.twilio.com/docs/messaging/guides/outbound-message-status-in-status-callbacks */
@Injectable()
export class StatusCallbacks {
  constructor(
    @Inject(PROVIDER_CREDENTIALS) private readonly credentials: ProviderCredentials,
    private readonly webhooks: TwilioWebhooks,
  ) {}

  /** Resolves once it was tried, at once where nobody asked to be told. */
  async tell(happening: Happening<TextStatusEvent>, faults: WebhookFaults): Promise<void> {
    const { message, event } = happening;
    if (message.statusCallback === null) return;
    const form = this.formOf(happening);
    await this.webhooks.tell(
      { event: event.event, message, to: message.to, url: message.statusCallback, form },
      faults,
    );
  }

  private formOf({ message, event, at }: Happening<TextStatusEvent>): Form {
    const { from, messagingServiceSid } = senderOf(message);
    return {
      AccountSid: this.credentials.twilioAccountSid,
      ApiVersion: API_VERSION,
      From: from,
      MessageSid: message.providerMessageId,
      MessageStatus: event.event,
      SmsSid: message.providerMessageId,
      SmsStatus: event.event,
      To: message.to,
      ...(messagingServiceSid === null ? {} : { MessagingServiceSid: messagingServiceSid }),
      ...('errorCode' in event ? { ErrorCode: String(event.errorCode) } : {}),
      ...(event.event === 'delivered' ? { RawDlrDoneDate: carrierTime(at) } : {}),
    };
  }
}

/** YYMMDDhhmm. */
const carrierTime = (at: Date) => at.toISOString().replace(/\D/g, '').slice(2, 12);

/** Implements F1, N8, AC-08. Notifications as text messages. */
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import {
  ChannelSender,
  DELIVERY_SETTINGS,
  type DeliverySettings,
  type OutgoingMessage,
  type SendResult,
  type Unsendable,
  isAllowlisted,
} from '#delivery';
import { parsePhone } from '#notifications';
import { renderSms } from '#templates';
import { SMS_SETTINGS, type SmsSettings } from './sms.settings.js';
import { TwilioClient } from './twilio.client.js';

@Injectable()
export class SmsSender extends ChannelSender implements OnApplicationShutdown {
  override readonly channel = 'sms';
  override readonly idempotent = false;

  constructor(
    private readonly client: TwilioClient,
    @Inject(SMS_SETTINGS) private readonly settings: SmsSettings,
    @Inject(DELIVERY_SETTINGS) private readonly delivery: DeliverySettings,
  ) {
    super();
  }

  override validate({ contact }: OutgoingMessage): Unsendable | undefined {
    const number = parsePhone(contact.phone ?? '');
    if (number === null) return 'invalid_address';
    return isAllowlisted(this.delivery.allowlist, number) ? undefined : 'not_allowlisted';
  }

  override async send(message: OutgoingMessage): Promise<SendResult> {
    const { contact, event, language, timeZone } = message;
    const { brand } = this.settings;
    const { body } = renderSms(event, { language, timeZone, recipientName: contact.name, brand });
    return this.client.send({
      to: parsePhone(contact.phone ?? '') ?? '',
      body,
      statusCallback: this.statusCallback(message),
    });
  }

  override checkHealth(): Promise<string | undefined> {
    return this.client.fault();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.client.close();
  }

  /** Twilio signs the whole address, so what it names here can be trusted when it comes back. */
  private statusCallback({ notificationId, attempt }: OutgoingMessage): string {
    const url = new URL(`${this.settings.process.appUrl}/api/v2/webhooks/twilio/status`);
    url.searchParams.set('notificationId', notificationId);
    url.searchParams.set('attempt', String(attempt));
    return url.toString();
  }
}

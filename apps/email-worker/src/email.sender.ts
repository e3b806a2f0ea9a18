/** Implements F1, F5, F6, N8, AC-08. Notifications as email. */
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import {
  ChannelSender,
  DELIVERY_SETTINGS,
  type DeliverySettings,
  type EraseResult,
  type OutgoingMessage,
  type SendResult,
  type StartGate,
  type Unsendable,
  isAllowlisted,
} from '#delivery';
import { parseEmail } from '#notifications';
import type { TraceSpan } from '#runtime';
import { renderEmail } from '#templates';
import { EmailLinks } from './email-links.js';
import { EMAIL_SETTINGS, type EmailSettings } from './email.settings.js';
import { type Mail, SendgridClient } from './sendgrid.client.js';

@Injectable()
export class EmailSender extends ChannelSender implements OnApplicationShutdown {
  override readonly channel = 'email';
  override readonly idempotent = false;

  constructor(
    private readonly client: SendgridClient,
    private readonly links: EmailLinks,
    @Inject(EMAIL_SETTINGS) private readonly settings: EmailSettings,
    @Inject(DELIVERY_SETTINGS) private readonly delivery: DeliverySettings,
  ) {
    super();
  }

  override validate({ contact }: OutgoingMessage): Unsendable | undefined {
    const address = parseEmail(contact.email ?? '');
    if (address === null) return 'invalid_address';
    return isAllowlisted(this.delivery.allowlist, address) ? undefined : 'not_allowlisted';
  }

  override async send(message: OutgoingMessage, mayStart: StartGate, span?: TraceSpan): Promise<SendResult> {
    return this.client.send(this.mailOf(message), { mayStart, span });
  }

  override erase(addresses: readonly string[]): Promise<EraseResult> {
    return this.client.erase(addresses);
  }

  override checkHealth(): Promise<string | undefined> {
    return this.client.fault();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.client.close();
  }

  private mailOf(message: OutgoingMessage): Mail {
    const { contact, event, language, timeZone, type, attempt, notificationId } = message;
    const { brand, sendgrid, tracking } = this.settings;
    const unsubscribe = this.links.unsubscribe(message.userId, type);
    const { subject, text, html } = renderEmail(event, {
      language,
      timeZone,
      recipientName: contact.name,
      brand,
      links: {
        unsubscribe,
        preferences: this.links.preferences(message.userId),
        ...(tracking.opens === 'pixel' && { pixel: this.links.pixel({ notificationId, attempt }) }),
      },
    });
    return {
      to: parseEmail(contact.email ?? '') ?? '',
      from: sendgrid.from,
      subject,
      text,
      html,
      categories: [type, `attempt-${attempt}`],
      // Comes back with every webhook. Names with a prefix: SendGrid's own fields win over equal ones.
      customArgs: {
        notification_id: notificationId,
        notification_type: type,
        notification_attempt: String(attempt),
      },
      headers: {
        'List-Unsubscribe': `<${unsubscribe}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      },
      trackingSettings: {
        // SendGrid's own would add a second List-Unsubscribe.
        subscriptionTracking: { enable: false },
        // Said each time, whatever the account's setting: in HTML our own links say that they are not to be rewritten, in plain text they cannot.
        openTracking: { enable: tracking.opens === 'sendgrid' },
        clickTracking: { enable: tracking.clicks === 'sendgrid', enableText: false },
      },
      mailSettings: { sandboxMode: { enable: sendgrid.sandboxMode } },
    };
  }
}

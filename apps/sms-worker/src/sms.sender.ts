/** Implements F1, N8, AC-08. Notifications as text messages. */
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { LANGUAGES, type Language } from '#contracts';
import {
  ChannelSender,
  DELIVERY_SETTINGS,
  type DeliverySettings,
  type EraseResult,
  type Inquiry,
  type LookUpResult,
  type OutgoingMessage,
  type SendResult,
  type StartGate,
  type Unsendable,
  isAllowlisted,
} from '#delivery';
import { parsePhone } from '#notifications';
import type { TraceSpan } from '#runtime';
import { renderSms } from '#templates';
import { SMS_SETTINGS, type SmsSettings } from './sms.settings.js';
import { CLOCK_TOLERANCE_MS, findingsAmong } from './twilio-findings.js';
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

  override async send(message: OutgoingMessage, mayStart: StartGate, span?: TraceSpan): Promise<SendResult> {
    const { language, deliverBefore } = message;
    const text = {
      to: numberOf(message),
      body: this.bodyOf(message, language, message.firstToNumber === true),
      statusCallback: this.statusCallback(message),
      deliverBefore,
    };
    return this.client.send(text, { mayStart, span });
  }

  override async lookUp({ message, ...question }: Inquiry): Promise<LookUpResult> {
    const listed = await this.client.textsTo(
      numberOf(message),
      new Date(question.plannedAt.getTime() - CLOCK_TOLERANCE_MS),
    );
    if (typeof listed === 'string') return { outcome: 'unavailable', code: listed };
    // Since then the customer may have chosen another language, and another text may have been the first.
    const bodies = new Set(
      LANGUAGES.flatMap((language) => [true, false].map((first) => this.bodyOf(message, language, first))),
    );
    return { outcome: 'answered', findings: findingsAmong(listed, bodies, question) };
  }

  override async erase(messageIds: readonly string[]): Promise<EraseResult> {
    for (const id of messageIds) {
      const result = await this.client.redact(id);
      if (result.outcome === 'later') return result;
    }
    return { outcome: 'erased' };
  }

  override checkHealth(): Promise<string | undefined> {
    return this.client.fault();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.client.close();
  }

  private bodyOf({ contact, event, timeZone }: OutgoingMessage, language: Language, firstMessage: boolean): string {
    const { brand, text } = this.settings;
    const context = { language, timeZone, recipientName: contact.name, brand };
    return renderSms(event, context, { firstMessage, transliterate: text.transliterate }).body;
  }

  /** Twilio signs the whole address, so what it names here can be trusted when it comes back. */
  private statusCallback({ notificationId, attempt }: OutgoingMessage): string {
    const url = new URL(`${this.settings.process.appUrl}/api/v2/webhooks/twilio/status`);
    url.searchParams.set('notificationId', notificationId);
    url.searchParams.set('attempt', String(attempt));
    return url.toString();
  }
}

function numberOf({ contact }: OutgoingMessage): string {
  return parsePhone(contact.phone ?? '') ?? '';
}

import type { Provider } from '@nestjs/common';
import { DELIVERY_SETTINGS, type DeliverySettings } from '#delivery';
import { InboundSmsController } from '../inbound-sms/inbound-sms.controller.js';
import { InboundSmsService } from '../inbound-sms/inbound-sms.service.js';
import { InboundSmsWriter } from '../inbound-sms/inbound-sms.writer.js';
import { ObjectionsService } from './objections.service.js';
import { SendgridSignature } from './sendgrid-signature.js';
import { SendgridWebhookController } from './sendgrid-webhook.controller.js';
import { TwilioForms } from './twilio-forms.js';
import { TwilioSignature } from './twilio-signature.js';
import { TwilioWebhookController } from './twilio-webhook.controller.js';
import { WebhookMetrics } from './webhook.metrics.js';
import { WebhookObserver } from './webhook.observer.js';
import type { WebhookSettings } from './webhook.settings.js';
import { WebhookWriter } from './webhook.writer.js';
import { WebhooksService } from './webhooks.service.js';

export const WEBHOOK_CONTROLLERS = [SendgridWebhookController, TwilioWebhookController, InboundSmsController];

interface WebhookOptions {
  readonly webhooks: WebhookSettings;
  readonly delivery: DeliverySettings;
  readonly appUrl: string;
}

export function webhookProviders({ webhooks, delivery, appUrl }: WebhookOptions): Provider[] {
  return [
    WebhooksService,
    WebhookWriter,
    WebhookMetrics,
    WebhookObserver,
    ObjectionsService,
    InboundSmsService,
    InboundSmsWriter,
    TwilioForms,
    { provide: DELIVERY_SETTINGS, useValue: delivery },
    { provide: SendgridSignature, useValue: new SendgridSignature(webhooks.sendgridPublicKey) },
    { provide: TwilioSignature, useValue: new TwilioSignature(webhooks.twilioAuthTokens, appUrl) },
  ];
}

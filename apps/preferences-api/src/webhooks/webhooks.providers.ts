import type { Provider } from '@nestjs/common';
import { DELIVERY_SETTINGS, type DeliverySettings } from '#delivery';
import { type Keyring, KeyedHash } from '#privacy';
import { SendgridSignature } from './sendgrid-signature.js';
import { SendgridWebhookController } from './sendgrid-webhook.controller.js';
import { TwilioSignature } from './twilio-signature.js';
import { TwilioWebhookController } from './twilio-webhook.controller.js';
import { WebhookMetrics } from './webhook.metrics.js';
import type { WebhookSettings } from './webhook.settings.js';
import { WebhooksService } from './webhooks.service.js';

export const WEBHOOK_CONTROLLERS = [SendgridWebhookController, TwilioWebhookController];

interface WebhookOptions {
  readonly webhooks: WebhookSettings;
  readonly delivery: DeliverySettings;
  /** `LOOKUP_KEYRING`. */
  readonly lookupKeyring: Keyring;
  readonly appUrl: string;
}

export function webhookProviders({ webhooks, delivery, lookupKeyring, appUrl }: WebhookOptions): Provider[] {
  return [
    WebhooksService,
    WebhookMetrics,
    { provide: DELIVERY_SETTINGS, useValue: delivery },
    { provide: KeyedHash, useValue: new KeyedHash(lookupKeyring) },
    { provide: SendgridSignature, useValue: new SendgridSignature(webhooks.sendgridPublicKey) },
    { provide: TwilioSignature, useValue: new TwilioSignature(webhooks.twilioAuthToken, appUrl) },
  ];
}

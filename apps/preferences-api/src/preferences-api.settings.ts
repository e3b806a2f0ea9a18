import { databaseSettings } from '#database';
import { brandSettings, deliverySettings, trackingSettings } from '#delivery';
import { kafkaSettings } from '#messaging';
import { keyringSchema } from '#privacy';
import { authSettings, loadSettings, processSettings } from '#runtime';
import { z } from 'zod';
import { alertWebhookSettings } from './alerts/alert-webhook.settings.js';
import { edgeSettings } from './edge/edge.settings.js';
import { webhookSettings } from './webhooks/webhook.settings.js';

/** @throws SettingsError */
export const loadPreferencesApiSettings = (env?: Record<string, string | undefined>) =>
  loadSettings(
    {
      process: processSettings(3000),
      database: databaseSettings,
      kafka: kafkaSettings,
      delivery: deliverySettings,
      brand: brandSettings,
      tracking: trackingSettings,
      webhooks: webhookSettings,
      alertWebhook: alertWebhookSettings,
      auth: authSettings,
      edge: edgeSettings,
      keyrings: z
        .object({ PII_KEYRING: keyringSchema, TOKEN_KEYRING: keyringSchema, LOOKUP_KEYRING: keyringSchema })
        .transform((keyrings) => ({
          pii: keyrings.PII_KEYRING,
          token: keyrings.TOKEN_KEYRING,
          lookup: keyrings.LOOKUP_KEYRING,
        })),
    },
    env,
  );

export type PreferencesApiSettings = ReturnType<typeof loadPreferencesApiSettings>;

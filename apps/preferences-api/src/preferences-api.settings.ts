import { databaseSettings } from '#database';
import { brandSettings, deliverySettings, trackingSettings } from '#delivery';
import { kafkaSettings } from '#messaging';
import { KEYRINGS } from '#privacy';
import { authSettings, loadSettings, processSettings, tracingSettings } from '#runtime';
import { z } from 'zod';
import { alertWebhookSettings } from './alerts/alert-webhook.settings.js';
import { edgeSettings } from './edge/edge.settings.js';
import { webhookSettings } from './webhooks/webhook.settings.js';

/** By group. */
export const preferencesApiSettings = {
  process: processSettings(3000),
  tracing: tracingSettings,
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
    .object({
      PII_KEYRING: KEYRINGS.PII_KEYRING,
      TOKEN_KEYRING: KEYRINGS.TOKEN_KEYRING,
      LOOKUP_KEYRING: KEYRINGS.LOOKUP_KEYRING,
    })
    .transform((keyrings) => ({
      pii: keyrings.PII_KEYRING,
      token: keyrings.TOKEN_KEYRING,
      lookup: keyrings.LOOKUP_KEYRING,
    })),
};

/** @throws SettingsError */
export const loadPreferencesApiSettings = (env?: Record<string, string | undefined>) =>
  loadSettings(preferencesApiSettings, env);

export type PreferencesApiSettings = ReturnType<typeof loadPreferencesApiSettings>;

import { databaseSettings } from '#database';
import { brandSettings, deliverySettings, trackingSettings } from '#delivery';
import { kafkaSettings } from '#messaging';
import { keyringSettingsWithToken } from '#privacy';
import { authSettings, loadSettings, processSettings, tracingSettings } from '#runtime';
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
  keyrings: keyringSettingsWithToken,
};

/** @throws SettingsError */
export const loadPreferencesApiSettings = (env?: Record<string, string | undefined>) =>
  loadSettings(preferencesApiSettings, env);

export type PreferencesApiSettings = ReturnType<typeof loadPreferencesApiSettings>;

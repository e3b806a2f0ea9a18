import { databaseSettings } from '#database';
import { brandSettings, deliverySettings, trackingSettings } from '#delivery';
import { kafkaSettings } from '#messaging';
import { keyringSettingsWithToken } from '#privacy';
import { loadSettings, processSettings, tracingSettings } from '#runtime';
import { sendgridSettings } from './sendgrid.settings.js';

/** By group. */
export const emailSettings = {
  process: processSettings(3003),
  tracing: tracingSettings,
  database: databaseSettings,
  kafka: kafkaSettings,
  delivery: deliverySettings,
  brand: brandSettings,
  sendgrid: sendgridSettings,
  tracking: trackingSettings,
  keyrings: keyringSettingsWithToken,
};

export const loadEmailSettings = (env?: Record<string, string | undefined>) => loadSettings(emailSettings, env);

export type EmailSettings = ReturnType<typeof loadEmailSettings>;

/** Injection token. */
export const EMAIL_SETTINGS = Symbol('email settings');

import { databaseSettings } from '#database';
import { brandSettings, deliverySettings, trackingSettings } from '#delivery';
import { kafkaSettings } from '#messaging';
import { KEYRINGS } from '#privacy';
import { loadSettings, processSettings, tracingSettings } from '#runtime';
import { z } from 'zod';
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

export const loadEmailSettings = (env?: Record<string, string | undefined>) => loadSettings(emailSettings, env);

export type EmailSettings = ReturnType<typeof loadEmailSettings>;

/** Injection token. */
export const EMAIL_SETTINGS = Symbol('email settings');

import { databaseSettings } from '#database';
import { brandSettings, deliverySettings, trackingSettings } from '#delivery';
import { kafkaSettings } from '#messaging';
import { keyringSchema } from '#privacy';
import { loadSettings, processSettings } from '#runtime';
import { z } from 'zod';
import { sendgridSettings } from './sendgrid.settings.js';

export const loadEmailSettings = (env?: Record<string, string | undefined>) =>
  loadSettings(
    {
      process: processSettings(3003),
      database: databaseSettings,
      kafka: kafkaSettings,
      delivery: deliverySettings,
      brand: brandSettings,
      sendgrid: sendgridSettings,
      tracking: trackingSettings,
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

export type EmailSettings = ReturnType<typeof loadEmailSettings>;

/** Injection token. */
export const EMAIL_SETTINGS = Symbol('email settings');

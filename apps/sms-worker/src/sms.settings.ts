import { databaseSettings } from '#database';
import { brandSettings, deliverySettings } from '#delivery';
import { kafkaSettings } from '#messaging';
import { keyringSchema } from '#privacy';
import { flag, loadSettings, processSettings } from '#runtime';
import { z } from 'zod';
import { twilioSettings } from './twilio.settings.js';

/** `SMS_TRANSLITERATE`, default on: see SmsOptions. */
const textSettings = z
  .object({ SMS_TRANSLITERATE: flag().default(true) })
  .transform((env) => ({ transliterate: env.SMS_TRANSLITERATE }));

export const loadSmsSettings = (env?: Record<string, string | undefined>) =>
  loadSettings(
    {
      process: processSettings(3004),
      database: databaseSettings,
      kafka: kafkaSettings,
      delivery: deliverySettings,
      brand: brandSettings,
      twilio: twilioSettings,
      text: textSettings,
      keyrings: z
        .object({ PII_KEYRING: keyringSchema, LOOKUP_KEYRING: keyringSchema })
        .transform((keyrings) => ({ pii: keyrings.PII_KEYRING, lookup: keyrings.LOOKUP_KEYRING })),
    },
    env,
  );

export type SmsSettings = ReturnType<typeof loadSmsSettings>;

/** Injection token. */
export const SMS_SETTINGS = Symbol('SMS settings');

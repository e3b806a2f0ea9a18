import { databaseSettings } from '#database';
import { brandSettings, deliverySettings } from '#delivery';
import { kafkaSettings } from '#messaging';
import { keyringSettings } from '#privacy';
import { flag, loadSettings, processSettings, tracingSettings } from '#runtime';
import { z } from 'zod';
import { twilioSettings } from './twilio.settings.js';

/** `SMS_TRANSLITERATE`, default on: see SmsOptions. */
const textSettings = z
  .object({
    SMS_TRANSLITERATE: flag().default(true).meta({
      description:
        'letters that GSM-7 lacks lose their accents, which keeps a text at 160 characters a segment instead of 70',
    }),
  })
  .transform((env) => ({ transliterate: env.SMS_TRANSLITERATE }));

/** By group. */
export const smsSettings = {
  process: processSettings(3004),
  tracing: tracingSettings,
  database: databaseSettings,
  kafka: kafkaSettings,
  delivery: deliverySettings,
  brand: brandSettings,
  twilio: twilioSettings,
  text: textSettings,
  keyrings: keyringSettings,
};

export const loadSmsSettings = (env?: Record<string, string | undefined>) => loadSettings(smsSettings, env);

export type SmsSettings = ReturnType<typeof loadSmsSettings>;

/** Injection token. */
export const SMS_SETTINGS = Symbol('SMS settings');

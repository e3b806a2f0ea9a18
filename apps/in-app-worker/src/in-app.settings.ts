import { databaseSettings } from '#database';
import { brandSettings, deliverySettings } from '#delivery';
import { kafkaSettings } from '#messaging';
import { keyringSchema } from '#privacy';
import { authSettings, loadSettings, processSettings } from '#runtime';
import { z } from 'zod';

export const loadInAppSettings = (env?: Record<string, string | undefined>) =>
  loadSettings(
    {
      process: processSettings(3001),
      auth: authSettings,
      database: databaseSettings,
      kafka: kafkaSettings,
      delivery: deliverySettings,
      brand: brandSettings,
      keyrings: z
        .object({ PII_KEYRING: keyringSchema, LOOKUP_KEYRING: keyringSchema })
        .transform((keyrings) => ({ pii: keyrings.PII_KEYRING, lookup: keyrings.LOOKUP_KEYRING })),
    },
    env,
  );

export type InAppSettings = ReturnType<typeof loadInAppSettings>;

/** Injection token. */
export const IN_APP_SETTINGS = Symbol('in-app settings');

import { databaseSettings } from '#database';
import { brandSettings, deliverySettings } from '#delivery';
import { kafkaSettings } from '#messaging';
import { keyringSchema } from '#privacy';
import { authSettings, loadSettings, origins, processSettings } from '#runtime';
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
      /** Web sites whose pages may connect, beside that of the host they connect to; default: none. */
      corsOrigins: z.object({ CORS_ORIGINS: origins() }).transform((env) => env.CORS_ORIGINS),
      keyrings: z
        .object({ PII_KEYRING: keyringSchema, LOOKUP_KEYRING: keyringSchema })
        .transform((keyrings) => ({ pii: keyrings.PII_KEYRING, lookup: keyrings.LOOKUP_KEYRING })),
    },
    env,
  );

export type InAppSettings = ReturnType<typeof loadInAppSettings>;

/** Injection token. */
export const IN_APP_SETTINGS = Symbol('in-app settings');

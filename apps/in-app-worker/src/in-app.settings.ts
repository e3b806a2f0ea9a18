import { databaseSettings } from '#database';
import { brandSettings, deliverySettings } from '#delivery';
import { kafkaSettings } from '#messaging';
import { keyringSettings } from '#privacy';
import { authSettings, loadSettings, origins, processSettings, tracingSettings } from '#runtime';
import { z } from 'zod';

/** By group. */
export const inAppSettings = {
  process: processSettings(3001),
  tracing: tracingSettings,
  auth: authSettings,
  database: databaseSettings,
  kafka: kafkaSettings,
  delivery: deliverySettings,
  brand: brandSettings,
  /** Web sites whose pages may connect, beside that of the host they connect to; default: none. */
  corsOrigins: z
    .object({ CORS_ORIGINS: origins().meta({ description: 'web sites whose pages may open the stream' }) })
    .transform((env) => env.CORS_ORIGINS),
  keyrings: keyringSettings,
};

export const loadInAppSettings = (env?: Record<string, string | undefined>) => loadSettings(inAppSettings, env);

export type InAppSettings = ReturnType<typeof loadInAppSettings>;

/** Injection token. */
export const IN_APP_SETTINGS = Symbol('in-app settings');

import { databaseSettings } from '#database';
import { deliverySettings } from '#delivery';
import { kafkaSettings } from '#messaging';
import { KEYRINGS } from '#privacy';
import { loadSettings, processSettings, tracingSettings } from '#runtime';
import { z } from 'zod';
import { retentionSettings } from './retention.settings.js';

/** By group. */
export const dispatcherSettings = {
  process: processSettings(3002),
  tracing: tracingSettings,
  database: databaseSettings,
  kafka: kafkaSettings,
  delivery: deliverySettings,
  retention: retentionSettings,
  keyrings: z
    .object({ PII_KEYRING: KEYRINGS.PII_KEYRING, LOOKUP_KEYRING: KEYRINGS.LOOKUP_KEYRING })
    .transform((keyrings) => ({ pii: keyrings.PII_KEYRING, lookup: keyrings.LOOKUP_KEYRING })),
};

export const loadDispatcherSettings = (env?: Record<string, string | undefined>) =>
  loadSettings(dispatcherSettings, env);

export type DispatcherSettings = ReturnType<typeof loadDispatcherSettings>;

import { databaseSettings } from '#database';
import { deliverySettings } from '#delivery';
import { kafkaSettings } from '#messaging';
import { keyringSchema } from '#privacy';
import { loadSettings, processSettings } from '#runtime';
import { z } from 'zod';
import { retentionSettings } from './retention.settings.js';

export const loadDispatcherSettings = (env?: Record<string, string | undefined>) =>
  loadSettings(
    {
      process: processSettings(3002),
      database: databaseSettings,
      kafka: kafkaSettings,
      delivery: deliverySettings,
      retention: retentionSettings,
      keyrings: z
        .object({ PII_KEYRING: keyringSchema, LOOKUP_KEYRING: keyringSchema })
        .transform((keyrings) => ({ pii: keyrings.PII_KEYRING, lookup: keyrings.LOOKUP_KEYRING })),
    },
    env,
  );

export type DispatcherSettings = ReturnType<typeof loadDispatcherSettings>;

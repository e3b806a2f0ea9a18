import { databaseSettings } from '#database';
import { deliverySettings } from '#delivery';
import { kafkaSettings } from '#messaging';
import { keyringSettings } from '#privacy';
import { loadSettings, processSettings, tracingSettings } from '#runtime';
import { retentionSettings } from './retention.settings.js';

/** By group. */
export const dispatcherSettings = {
  process: processSettings(3002),
  tracing: tracingSettings,
  database: databaseSettings,
  kafka: kafkaSettings,
  delivery: deliverySettings,
  retention: retentionSettings,
  keyrings: keyringSettings,
};

export const loadDispatcherSettings = (env?: Record<string, string | undefined>) =>
  loadSettings(dispatcherSettings, env);

export type DispatcherSettings = ReturnType<typeof loadDispatcherSettings>;

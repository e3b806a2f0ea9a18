/** What a pod may be told to run, and the settings each program parses. */
import { databaseSettings } from '#database';
import { kafkaSettings } from '#messaging';
import { keyringSchema } from '#privacy';
import { loadSettings } from '#runtime';
import { z } from 'zod';
import { loadDispatcherSettings } from '../../apps/dispatcher/src/dispatcher.settings.js';
import { loadEmailSettings } from '../../apps/email-worker/src/email.settings.js';
import { loadInAppSettings } from '../../apps/in-app-worker/src/in-app.settings.js';
import { loadPreferencesApiSettings } from '../../apps/preferences-api/src/preferences-api.settings.js';
import { loadProviderSandboxSettings } from '../../apps/provider-sandbox/src/provider-sandbox.settings.js';
import { loadSmsSettings } from '../../apps/sms-worker/src/sms.settings.js';

export type Environment = Readonly<Record<string, string>>;

/** @returns the port it listens on; a command listens on none */
type Load = (env: Environment) => number | undefined;

const app =
  (load: (env: Environment) => { readonly process: { readonly port: number } }): Load =>
  (env) =>
    load(env).process.port;

const command =
  (groups: Record<string, z.ZodType>): Load =>
  (env) =>
    void loadSettings(groups, env);

/** By the argument of the image. */
export const PROGRAMS: Readonly<Record<string, Load>> = {
  'dist/apps/preferences-api/src/main.js': app(loadPreferencesApiSettings),
  'dist/apps/dispatcher/src/main.js': app(loadDispatcherSettings),
  'dist/apps/email-worker/src/main.js': app(loadEmailSettings),
  'dist/apps/sms-worker/src/main.js': app(loadSmsSettings),
  'dist/apps/in-app-worker/src/main.js': app(loadInAppSettings),
  'dist/apps/provider-sandbox/src/main.js': app(loadProviderSandboxSettings),
  'dist/migrations/migrate.js': command({ database: databaseSettings }),
  'dist/libs/messaging/src/create-topics.js': command({ kafka: kafkaSettings }),
  'dist/libs/dispatch/src/rotate-keys.js': command({
    database: databaseSettings,
    keyrings: z.object({ PII_KEYRING: keyringSchema, LOOKUP_KEYRING: keyringSchema }),
  }),
};

/**
 * Implements N6. Every program of the image and the settings it parses: what pods are checked against, `npm run config:check` looks at, and
 * docs/configuration.md is made from.
 */
import { databaseSettings } from '#database';
import { kafkaSettings } from '#messaging';
import { keyringSettings } from '#privacy';
import { type SettingsGroups, commandSettings } from '#runtime';
import { dispatcherSettings } from './dispatcher/src/dispatcher.settings.js';
import { emailSettings } from './email-worker/src/email.settings.js';
import { inAppSettings } from './in-app-worker/src/in-app.settings.js';
import { preferencesApiSettings } from './preferences-api/src/preferences-api.settings.js';
import { providerSandboxSettings } from './provider-sandbox/src/provider-sandbox.settings.js';
import { smsSettings } from './sms-worker/src/sms.settings.js';

/** What Node itself reads: certificates of authorities that are not public. What OpenTelemetry's exporter reads: its key to a collector. */
export const OF_LIBRARIES: readonly string[] = ['NODE_EXTRA_CA_CERTS', 'OTEL_EXPORTER_OTLP_HEADERS'];

export interface Program {
  /** Of the app, or of the npm script. */
  readonly name: string;
  /** What the image is given to run, and what `npm run build` makes. */
  readonly main: string;
  readonly settings: SettingsGroups;
}

const app = (name: string, settings: SettingsGroups): Program => ({
  name,
  main: `dist/apps/${name}/src/main.js`,
  settings,
});

const command = (name: string, main: string, settings: SettingsGroups): Program => ({
  name,
  main,
  settings: { command: commandSettings, ...settings },
});

export const PROGRAMS: readonly Program[] = [
  app('preferences-api', preferencesApiSettings),
  app('dispatcher', dispatcherSettings),
  app('email-worker', emailSettings),
  app('sms-worker', smsSettings),
  app('in-app-worker', inAppSettings),
  app('provider-sandbox', providerSandboxSettings),
  command('db:migrate', 'dist/migrations/migrate.js', { database: databaseSettings }),
  command('topics:create', 'dist/libs/messaging/src/create-topics.js', { kafka: kafkaSettings }),
  command('restore:reconcile', 'dist/libs/dispatch/src/restore-reconcile.js', {
    database: databaseSettings,
    kafka: kafkaSettings,
  }),
  command('keys:rotate', 'dist/libs/dispatch/src/rotate-keys.js', {
    database: databaseSettings,
    keyrings: keyringSettings,
  }),
];

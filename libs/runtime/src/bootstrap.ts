import 'reflect-metadata';
import type { DynamicModule, INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Registry } from 'prom-client';
import { measureRequests } from './http.metrics.js';
import { LOGGER, type Logger, NestLogger } from './logger.js';
import { ProcessExit } from './process-exit.js';
import type { RuntimeOverrides } from './runtime.module.js';
import { SettingsError } from './settings.js';

const END_SIGNALS = ['SIGTERM', 'SIGINT'] as const;
/** Below the time after which Kubernetes and Docker kill, and above the longest call to a provider. */
export const SHUTDOWN_WITHIN_MS = 25_000;

export interface AppDefinition<S> {
  /**
   * @param env default: the process's environment
   * @throws SettingsError
   */
  readonly loadSettings: (env?: Record<string, string | undefined>) => S;
  readonly createModule: (settings: S, overrides?: RuntimeOverrides) => DynamicModule;
  /** Routes, transports and pipes; before the app listens. */
  readonly configure: (app: NestExpressApplication, settings: S) => Promise<void> | void;
  readonly port: (settings: S) => number;
}

/** Creates and starts an app in this process. Used by `main.ts` and by acceptance tests, so that both run the same thing. */
export async function startApp<S>(
  definition: AppDefinition<S>,
  settings: S,
  overrides: RuntimeOverrides = {},
): Promise<NestExpressApplication> {
  const app = await createApp(definition, settings, overrides);
  await app.startAllMicroservices();
  await app.listen(definition.port(settings));
  return app;
}

async function createApp<S>(
  definition: AppDefinition<S>,
  settings: S,
  overrides: RuntimeOverrides,
): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(definition.createModule(settings, overrides), {
    bufferLogs: true,
    rawBody: true,
    abortOnError: false,
  });
  app.useLogger(new NestLogger(app.get<Logger>(LOGGER)));
  app.use(measureRequests(app.get(Registry)));
  await definition.configure(app, settings);
  return app;
}

/** An app's `main`: faults in the settings are named all at once; a start that cannot succeed ends with exit code 1. */
export async function runApp<S>(definition: AppDefinition<S>): Promise<void> {
  try {
    const app = await startApp(definition, definition.loadSettings());
    const exit = app.get(ProcessExit);
    process.on('uncaughtException', (error) => exit.fail('unexpected error', error));
    endOnSignals(app, exit);
    app.get<Logger>(LOGGER).info({ address: await address(app) }, 'listening');
  } catch (error) {
    console.error(error instanceof SettingsError ? error.message : error);
    process.exit(1);
  }
}

/** Work in hand is finished and the exit code is 0, unless an outage keeps it from finishing: the next process takes over from there. */
function endOnSignals(app: INestApplication, exit: ProcessExit): void {
  app.enableShutdownHooks([...END_SIGNALS], { useProcessExit: true });
  for (const signal of END_SIGNALS) {
    process.once(signal, () => {
      const error = new Error('the shutdown took too long');
      setTimeout(() => exit.fail('work in hand could not be finished', error), SHUTDOWN_WITHIN_MS).unref();
    });
  }
}

async function address(app: INestApplication): Promise<string> {
  return (await app.getUrl()).replace('[::1]', 'localhost');
}

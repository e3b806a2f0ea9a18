import 'reflect-metadata';
import type { DynamicModule, INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Registry } from 'prom-client';
import { HttpAdapter } from './http-adapter.js';
import { measureRequests } from './http.metrics.js';
import { HealthRegistry } from './health.js';
import { LOGGER, type Logger, NestLogger } from './logger.js';
import { ProcessExit } from './process-exit.js';
import type { ProcessSettings } from './process.settings.js';
import type { RuntimeOverrides } from './runtime.module.js';
import { SettingsError } from './settings.js';
import { SetupError } from './setup.error.js';
import { untilStarted } from './start-watch.js';

const END_SIGNALS = ['SIGTERM', 'SIGINT'] as const;
const LISTEN_ADVICE: Readonly<Record<string, string>> = {
  EADDRINUSE: 'is taken by another process: end it, or set another PORT',
  EACCES: 'may not be listened on by this user: set a PORT of 1024 or more',
};
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
  await listen(app, definition.port(settings));
  return app;
}

/** @throws SetupError for a port that cannot be had */
async function listen(app: NestExpressApplication, port: number): Promise<void> {
  try {
    await app.listen(port);
  } catch (error) {
    const advice = LISTEN_ADVICE[(error as NodeJS.ErrnoException).code ?? ''];
    throw advice === undefined ? error : new SetupError([`PORT: ${port} ${advice}`], { cause: error });
  }
}

async function createApp<S>(
  definition: AppDefinition<S>,
  settings: S,
  overrides: RuntimeOverrides,
): Promise<NestExpressApplication> {
  const module = definition.createModule(settings, overrides);
  const options = { bufferLogs: true, rawBody: true, abortOnError: false };
  const app = await NestFactory.create<NestExpressApplication>(module, new HttpAdapter(), options);
  app.useLogger(new NestLogger(app.get<Logger>(LOGGER)));
  app.use(measureRequests(app.get(Registry)));
  await definition.configure(app, settings);
  return app;
}

/**
 * An app's `main`. A start that cannot succeed says what to do, a line for each fault, and ends with exit code 1: faults in the settings at once,
 * what is missing around the app after START_WITHIN.
 */
export async function runApp<S extends { readonly process: ProcessSettings }>(
  definition: AppDefinition<S>,
): Promise<void> {
  try {
    const settings = definition.loadSettings();
    const app = await startApp(definition, settings);
    const exit = app.get(ProcessExit);
    const logger = app.get<Logger>(LOGGER);
    process.on('uncaughtException', (error) => exit.fail('unexpected error', error));
    const signal = endOnSignals(app, exit);
    logger.info({ address: await address(app) }, 'listening');
    untilStarted(app.get(HealthRegistry), { withinMs: settings.process.startWithinMs, logger, signal }).catch(
      (error: unknown) => exit.fail('cannot start', error),
    );
  } catch (error) {
    const isOurs = error instanceof SettingsError || error instanceof SetupError;
    console.error(isOurs ? error.message : error);
    process.exit(1);
  }
}

/**
 * Work in hand is finished and the exit code is 0, unless an outage keeps it from finishing: the next process takes over from there.
 * @returns raised by the first of the signals
 */
function endOnSignals(app: INestApplication, exit: ProcessExit): AbortSignal {
  const ending = new AbortController();
  app.enableShutdownHooks([...END_SIGNALS], { useProcessExit: true });
  for (const signal of END_SIGNALS) {
    process.once(signal, () => {
      ending.abort();
      const error = new Error('the shutdown took too long');
      setTimeout(() => exit.fail('work in hand could not be finished', error), SHUTDOWN_WITHIN_MS).unref();
    });
  }
  return ending.signal;
}

async function address(app: INestApplication): Promise<string> {
  return (await app.getUrl()).replace('[::1]', 'localhost');
}

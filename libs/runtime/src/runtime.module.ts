import { type DynamicModule, Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import type { DestinationStream } from 'pino';
import { Registry } from 'prom-client';
import { Clock, SystemClock } from './clock.js';
import { createTracing } from './create-tracing.js';
import { HealthController, HealthRegistry } from './health.js';
import { IdGenerator } from './ids.js';
import { LOGGER, type Logger, createLogger } from './logger.js';
import { MetricsController, createMetricsRegistry } from './metrics.js';
import { ExitWithFailure, ProcessExit } from './process-exit.js';
import { Tracing } from './tracing.js';
import type { TracingSettings } from './tracing.settings.js';

/** What tests put in place of the system's own. */
export interface RuntimeOverrides {
  /** Default: the system's. */
  readonly clock?: Clock | undefined;
  /** Default: ends the process with exit code 1. */
  readonly exit?: ProcessExit | undefined;
  /** Where log lines go. Default: standard output. */
  readonly logDestination?: DestinationStream | undefined;
}

export interface RuntimeOptions extends RuntimeOverrides {
  readonly app: string;
  readonly logLevel: string;
  /** Default: off. */
  readonly tracing?: TracingSettings | null;
}

/** Clock, ids, logger, health, metrics and traces: what every app has and no domain knows. */
@Module({})
export class RuntimeModule {
  static forApp(options: RuntimeOptions): DynamicModule {
    return {
      module: RuntimeModule,
      global: true,
      imports: [TerminusModule.forRoot({ logger: false })],
      controllers: [HealthController, MetricsController],
      providers: [
        HealthRegistry,
        { provide: LOGGER, useValue: createLogger(options.app, options.logLevel, options.logDestination) },
        { provide: Clock, useValue: options.clock ?? new SystemClock() },
        { provide: IdGenerator, useFactory: (clock: Clock) => new IdGenerator(clock), inject: [Clock] },
        {
          provide: ProcessExit,
          useFactory: (logger: Logger) => options.exit ?? new ExitWithFailure(logger),
          inject: [LOGGER],
        },
        { provide: Registry, useValue: createMetricsRegistry(options.app) },
        {
          provide: Tracing,
          useFactory: (logger: Logger) => createTracing(options.tracing ?? null, options.app, logger),
          inject: [LOGGER],
        },
      ],
      exports: [HealthRegistry, LOGGER, Clock, IdGenerator, ProcessExit, Registry, Tracing],
    };
  }
}

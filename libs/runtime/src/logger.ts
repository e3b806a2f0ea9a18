/** Implements N6. JSON lines: a constant message, variable fields, no personal data. */
import type { LoggerService } from '@nestjs/common';
import { type Logger as PinoLogger, pino } from 'pino';

export type Logger = PinoLogger;

/** Injection token of the app's root logger; take `logger.child({ … })` per message. */
export const LOGGER = Symbol('logger');

/** @param app bound to every line */
export function createLogger(app: string, level: string): Logger {
  return pino({
    level,
    base: { app },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    serializers: { err: describeError },
  });
}

/**
 * An error without its message when that message is not ours: driver and provider messages quote addresses and parameters.
 * Ours carry a `code`; for the others the class, the code and the stack's frames say where to look.
 */
function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const { code, fields } = error as { code?: unknown; fields?: unknown };
  const ours = Object.hasOwn(error, 'retryable') || Object.hasOwn(error, 'faults');
  return {
    type: error.name,
    code,
    fields,
    ...(ours || error instanceof TypeError ? { message: error.message } : {}),
    stack: error.stack?.split('\n').filter((line) => line.trimStart().startsWith('at ')).slice(0, 12),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  };
}

/** Lets Nest write its own lines through ours. Its start-up chatter is debug to us. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, context?: string): void {
    this.logger.debug({ context }, String(message));
  }

  warn(message: unknown, context?: string): void {
    this.logger.warn({ context }, String(message));
  }

  error(message: unknown, stack?: string, context?: string): void {
    this.logger.error({ context, stack }, String(message));
  }

  debug(message: unknown, context?: string): void {
    this.logger.debug({ context }, String(message));
  }

  verbose(message: unknown, context?: string): void {
    this.logger.trace({ context }, String(message));
  }
}

/** Implements N6. JSON lines: a constant message, variable fields, no personal data. */
import type { LoggerService } from '@nestjs/common';
import { type DestinationStream, type Logger as PinoLogger, type LoggerOptions, pino } from 'pino';
import { isRetryable } from './backoff.js';
import { RepeatedLines } from './repeated-lines.js';

export type Logger = PinoLogger;

/** Injection token of the app's root logger; take `logger.child({ … })` per message. */
export const LOGGER = Symbol('logger');

/**
 * A warning about an error that is merely waited out (`retryable`) is written at most twice a minute, with the number of those `leftOut`.
 * @param app bound to every line
 * @param destination where lines go; default: standard output
 */
export function createLogger(app: string, level: string, destination?: DestinationStream): Logger {
  const repeated = new RepeatedLines();
  const options: LoggerOptions = {
    level,
    base: { app },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    serializers: { err: describeError },
    hooks: {
      logMethod(args, method, level) {
        const [fields, message] = args as [unknown, unknown];
        // Given an error alone, pino would make that error's message the line's.
        if (typeof fields !== 'string' && message === undefined) {
          method.call(this, fields, 'no message');
          return;
        }
        const outage = level === pino.levels.values['warn'] ? outageIn(fields) : undefined;
        const leftOut = outage === undefined ? 0 : repeated.say(`${String(message)} ${String(outage.code)}`);
        if (leftOut === 0) method.apply(this, args);
        else if (leftOut !== undefined) method.call(this, { ...(fields as object), leftOut }, message as string);
      },
    },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

/** The error of a line, if all there is to do about it is to wait. */
function outageIn(fields: unknown): { code?: unknown } | undefined {
  const err: unknown = typeof fields === 'object' && fields !== null && 'err' in fields ? fields.err : undefined;
  return isRetryable(err) ? (err as { code?: unknown }) : undefined;
}

/** A line of a stack that says where. The lines above the first of them hold the error's message. */
const FRAME = /^ {4}at .+:\d+:\d+\)?$/;
const MOST_FRAMES = 12;

/**
 * An error without its message when that message is not ours: those of drivers, providers and the runtime quote addresses and
 * parameters. Ours say whether they are retryable; for the others the class, the code and the stack's frames say where to look.
 */
function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const { code, fields } = error as { code?: unknown; fields?: unknown };
  const ours = Object.hasOwn(error, 'retryable') || Object.hasOwn(error, 'faults');
  return {
    type: error.name,
    code,
    ...(ours ? { message: error.message, fields } : {}),
    stack: framesOf(error.stack),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  };
}

function framesOf(stack: string | undefined): string[] | undefined {
  return stack
    ?.split('\n')
    .filter((line) => FRAME.test(line))
    .slice(0, MOST_FRAMES);
}

/** What Nest wants to say. It hands over whole errors, too. */
function lineOf(message: unknown, context?: string): [Record<string, unknown>, string] {
  return message instanceof Error ? [{ context, err: message }, 'unhandled error'] : [{ context }, String(message)];
}

/** Lets Nest write its own lines through ours. Its start-up chatter is debug to us. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, context?: string): void {
    this.logger.debug(...lineOf(message, context));
  }

  warn(message: unknown, context?: string): void {
    this.logger.warn(...lineOf(message, context));
  }

  error(message: unknown, stack?: string, context?: string): void {
    const [fields, text] = lineOf(message, context);
    this.logger.error({ ...fields, stack: framesOf(stack) }, text);
  }

  debug(message: unknown, context?: string): void {
    this.logger.debug(...lineOf(message, context));
  }

  verbose(message: unknown, context?: string): void {
    this.logger.trace(...lineOf(message, context));
  }
}

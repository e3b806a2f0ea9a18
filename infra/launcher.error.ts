import { isNativeError } from 'node:util/types';

/** A failure the person at the console can act on: printed as it stands, without a stack trace. */
export class LauncherError extends Error {
  /** @param advice what to do about it, one line each; may be empty */
  constructor(
    message: string,
    readonly advice: readonly string[] = [],
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'LauncherError';
  }
}

/** Text for the console: message and advice of a `LauncherError`, the whole stack of anything unforeseen. */
export function describeError(error: unknown): string {
  if (error instanceof LauncherError)
    return ['', error.message, ...error.advice.map((line) => `  ${line}`), ''].join('\n');
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** The `code` of a Node system error such as `ENOENT`, or undefined. */
export function systemErrorCode(error: unknown): string | undefined {
  // Not instanceof: Jest's realm has an Error of its own.
  return isNativeError(error) && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

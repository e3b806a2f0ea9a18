import { HttpException } from '@nestjs/common';
import { isRetryable } from '#runtime';
import { ProblemError } from './problem.error.js';
import type { ProblemCode } from './problems.js';

/** Seconds after which a caller may ask again. Dependencies come back within a few, or not soon. */
const RETRY_AFTER_SECONDS = 5;

/** What the framework refuses before a handler runs, by status. */
const CODE_BY_STATUS: Readonly<Record<number, ProblemCode>> = {
  400: 'malformed_request',
  404: 'not_found',
  413: 'body_too_large',
  415: 'unsupported_media_type',
};

/** Pure: any error as the problem that the caller sees. What we did not foresee is ours, and says nothing of its cause. */
export function problemOf(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  if (isRetryable(error)) {
    const headers = { 'Retry-After': String(RETRY_AFTER_SECONDS) };
    return new ProblemError('temporarily_unavailable', undefined, { headers, cause: error });
  }
  if (error instanceof HttpException) return problemOfFramework(error);
  return new ProblemError('internal_error', undefined, { cause: error });
}

function problemOfFramework(error: HttpException): ProblemError {
  return new ProblemError(CODE_BY_STATUS[error.getStatus()] ?? 'internal_error', undefined, { cause: error });
}

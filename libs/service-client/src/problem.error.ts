import type { components } from './api.types.js';

/** What the service says is wrong with a request (RFC 9457). */
export type Problem = components['schemas']['Problem'];
export type ProblemCode = Problem['code'];

/** The service refused a request. `code` is from a closed list, so that a caller may switch over it. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly code: ProblemCode;
  readonly status: number;
  /** What is wrong with which field; empty unless `code` is `invalid_request` or `duplicate_key`. */
  readonly errors: Problem['errors'];
  /** Names the request in the service's logs. */
  readonly traceId: string;

  /** @param retryAfterMs when the service asks to come back later */
  constructor(
    problem: Problem,
    readonly retryAfterMs: number | null,
  ) {
    super(problem.detail);
    this.code = problem.code;
    this.status = problem.status;
    this.errors = problem.errors;
    this.traceId = problem.traceId;
  }

  /** Whether the same request may succeed later. */
  get retryable(): boolean {
    return this.code === 'too_many_requests' || this.status >= 500;
  }
}

/** No answer, or none that the service would give: a proxy's page, a broken connection, a time-out. Whether the request was carried out is not known. */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError';
  readonly code = 'no_answer';
  readonly retryable = true;

  /** @param status of an answer that somebody else gave */
  constructor(
    readonly status: number | null,
    cause?: unknown,
  ) {
    super(
      status === null ? 'The notification service did not answer' : `An answer ${status} that is not the service's`,
      {
        cause,
      },
    );
  }
}

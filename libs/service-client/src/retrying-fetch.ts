import { setTimeout as delay } from 'node:timers/promises';
import { NoAnswerError } from './problem.error.js';

export interface RetryOptions {
  /** Attempts after the first. */
  readonly retries: number;
  /** For one attempt, to the last byte of its answer, in milliseconds. */
  readonly timeoutMs: number;
  /** Before the second attempt, in milliseconds; doubles with each. Half of it is left to chance. */
  readonly backoffMs: number;
  /** A longer `Retry-After` is not waited for: the answer is handed on. In milliseconds. */
  readonly maxWaitMs: number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

/** Answers that say "not now", whoever gave them: the service, or a proxy before it. */
const NOT_NOW: ReadonlySet<number> = new Set([502, 503, 504]);

/**
 * `fetch` that sends a request again where that can do no harm: when repeating it changes nothing (GET; PUT and DELETE without `If-Match`; an
 * `Idempotency-Key`), or when it was turned away before anything happened (429).
 * @returns the last answer, whatever its status
 * @throws NoAnswerError
 */
export function retryingFetch(options: RetryOptions): (request: Request) => Promise<Response> {
  return async (request) => {
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await send(request, options.timeoutMs);
      const waitMs = attempt > options.retries ? undefined : waitBeforeNext(request, outcome, attempt, options);
      if (waitMs !== undefined) await delay(waitMs);
      else if (outcome instanceof NoAnswerError) throw outcome;
      else return outcome;
    }
  };
}

/** The answer is read to its end here, so that the time-out holds for all of it. */
async function send(request: Request, timeoutMs: number): Promise<Response | NoAnswerError> {
  try {
    const answer = await fetch(request.clone(), { signal: AbortSignal.timeout(timeoutMs) });
    const body = await answer.arrayBuffer();
    return new Response(body.byteLength === 0 ? null : body, { status: answer.status, headers: answer.headers });
  } catch (cause) {
    return new NoAnswerError(null, cause);
  }
}

/** @returns undefined: no further attempt */
function waitBeforeNext(
  request: Request,
  outcome: Response | NoAnswerError,
  attempt: number,
  { backoffMs, maxWaitMs, random }: RetryOptions,
): number | undefined {
  const backoff = backoffMs * 2 ** (attempt - 1) * (0.5 + random() / 2);
  if (outcome instanceof NoAnswerError) return isRepeatable(request) ? backoff : undefined;
  const mayRepeat = outcome.status === 429 || (NOT_NOW.has(outcome.status) && isRepeatable(request));
  const waitMs = Math.max(retryAfterMs(outcome) ?? 0, backoff);
  return mayRepeat && waitMs <= maxWaitMs ? waitMs : undefined;
}

/** With `If-Match`, the repetition of a change that succeeded would be refused. */
function isRepeatable({ method, headers }: Request): boolean {
  if (headers.has('idempotency-key') || method === 'GET') return true;
  return (method === 'PUT' || method === 'DELETE') && !headers.has('if-match');
}

/** @returns null where the answer does not ask to wait; our service gives seconds, never a date */
export function retryAfterMs({ headers }: Response): number | null {
  const seconds = Number(headers.get('retry-after') ?? NaN);
  return Number.isFinite(seconds) ? seconds * 1_000 : null;
}

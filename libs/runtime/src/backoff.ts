import { sleep } from './sleep.js';

const FIRST_DELAY_MS = 200;
const LONGEST_DELAY_MS = 5_000;

/** True for an error that says of itself that a later try may succeed. */
export function isRetryable(error: unknown): boolean {
  return error instanceof Error && (error as { retryable?: unknown }).retryable === true;
}

/**
 * Runs `work` until it succeeds or fails for good, waiting longer after each retryable failure (200 ms to 5 s).
 * @param onWait told before each wait, e.g. to log or to heartbeat
 * @throws whatever `work` throws that is not retryable, and the last error once `signal` is aborted
 */
export async function untilAvailable<T>(
  work: () => Promise<T>,
  onWait: (error: unknown, attempt: number) => void,
  signal?: AbortSignal,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!isRetryable(error) || signal?.aborted === true) throw error;
      onWait(error, attempt);
      await sleep(Math.min(FIRST_DELAY_MS * 2 ** (attempt - 1), LONGEST_DELAY_MS), signal);
    }
  }
}

import { describe, expect, it } from '@jest/globals';
import { isRetryable, untilAvailable } from './backoff.js';

class AwayError extends Error {
  readonly retryable = true;
}

class RefusedError extends Error {
  readonly retryable = false;
}

/** Work that fails so often before it succeeds. */
function failing(times: number, error: () => Error = () => new AwayError()) {
  let calls = 0;
  return () => (calls++ < times ? Promise.reject(error()) : Promise.resolve(calls));
}

const unexpected = () => {
  throw new Error('must not wait');
};

describe('an error', () => {
  it('is retryable when it says so itself', () => {
    expect(isRetryable(new AwayError())).toBe(true);
    for (const other of [new RefusedError(), new Error('x'), { retryable: true }, null, undefined, 'retryable']) {
      expect(isRetryable(other)).toBe(false);
    }
  });
});

describe('waiting until something is available', () => {
  it('does not wait for what succeeds at once', async () => {
    await expect(untilAvailable(failing(0), unexpected)).resolves.toBe(1);
  });

  it('tries again after 200 ms, then 400 ms, and says so before each wait', async () => {
    const waits: [unknown, number][] = [];
    const started = performance.now();
    await expect(untilAvailable(failing(2), (error, attempt) => waits.push([error, attempt]))).resolves.toBe(3);
    // A timer may fire a millisecond early.
    expect(performance.now() - started).toBeGreaterThanOrEqual(598);
    expect(waits).toEqual([
      [expect.any(AwayError), 1],
      [expect.any(AwayError), 2],
    ]);
  });

  it('gives up at once on what is not retryable', async () => {
    await expect(
      untilAvailable(
        failing(1, () => new RefusedError()),
        unexpected,
      ),
    ).rejects.toThrow(RefusedError);
    await expect(
      untilAvailable(
        failing(1, () => new TypeError('bug')),
        unexpected,
      ),
    ).rejects.toThrow('bug');
  });

  it('gives up with the last error once aborted, without waiting on', async () => {
    const abort = new AbortController();
    const started = performance.now();
    const waiting = untilAvailable(failing(Infinity), (_, attempt) => attempt === 3 && abort.abort(), abort.signal);
    await expect(waiting).rejects.toThrow(AwayError);
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  it('does not wait at all when aborted before', async () => {
    await expect(untilAvailable(failing(1), unexpected, AbortSignal.abort())).rejects.toThrow(AwayError);
  });

  it('passes on what the listener throws', async () => {
    await expect(untilAvailable(failing(1), unexpected)).rejects.toThrow('must not wait');
  });
});

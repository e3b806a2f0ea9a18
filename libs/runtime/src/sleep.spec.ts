import { describe, expect, it } from '@jest/globals';
import { sleep } from './sleep.js';

const LONG_MS = 60_000;

describe('sleeping', () => {
  it('lasts as long as it should', async () => {
    const from = performance.now();
    await sleep(30, undefined);
    // Timers may fire a millisecond early.
    expect(performance.now() - from).toBeGreaterThanOrEqual(29);
  });

  it('ends with the signal, also with one that was raised before', async () => {
    const stopping = new AbortController();
    const sleeping = sleep(LONG_MS, stopping.signal);
    stopping.abort();
    await sleeping;
    await sleep(LONG_MS, stopping.signal);
  });
});

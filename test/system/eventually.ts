import { setTimeout as delay } from 'node:timers/promises';

const DEFAULT_MS = 20_000;
const EVERY_MS = 50;

/**
 * Runs `check` until it passes.
 * @throws what `check` threw last, once `withinMs` is over
 */
export async function eventually<T>(check: () => Promise<T> | T, withinMs = DEFAULT_MS): Promise<T> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await delay(EVERY_MS);
    }
  }
}

/** Implements N6. A start that does not succeed ends, within a bounded time, and says why. */
import type { HealthRegistry } from './health.js';
import type { Logger } from './logger.js';
import { SetupError } from './setup.error.js';
import { sleep } from './sleep.js';

const LOOK_EVERY_MS = 500;
/** Once it is clear that it takes long. */
const LATER_LOOK_EVERY_MS = 5_000;
/** Servers and jobs that start together need so long for each other without anything being wrong. */
const TOLD_AFTER_MS = 5_000;

interface StartWatchOptions {
  readonly withinMs: number;
  readonly logger: Logger;
  /** The app is told to end. */
  readonly signal: AbortSignal;
}

/**
 * Resolves once everything was found that is required for the start. From then on an outage is waited out.
 * @throws SetupError when something is still missing after `withinMs`
 */
export async function untilStarted(
  health: HealthRegistry,
  { withinMs, logger, signal }: StartWatchOptions,
): Promise<void> {
  const begun = performance.now();
  const isEnding = () => signal.aborted;
  for (let told = false; !signal.aborted;) {
    // Before the look, not after: a process that was held up has to look once more.
    const waited = performance.now() - begun;
    const { faults, away } = await health.startFaults();
    if (isEnding()) return;
    if (faults.length === 0) {
      for (const fault of away) logger.warn({ fault }, 'started without it');
      return;
    }
    if (waited >= withinMs) throw new SetupError(faults);
    if (!told && waited >= TOLD_AFTER_MS) {
      logger.warn({ faults, waitsMs: withinMs }, 'waiting for what the start needs');
      told = true;
    }
    await sleep(Math.min(told ? LATER_LOOK_EVERY_MS : LOOK_EVERY_MS, withinMs - waited), signal);
  }
}

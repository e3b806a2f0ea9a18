/** Implements F4, N9. Looks for due rows every second; at once again while there are more. */
import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { HealthRegistry, IdGenerator, LOGGER, type Logger, ProcessExit, isRetryable, sleep } from '#runtime';
import { DeliveryService } from './delivery.service.js';

const EVERY_MS = 1_000;
/** While the slots are full of due rows there are probably more: look again as soon as some may be free. */
const EVERY_MS_WHEN_FULL = 50;
/** Replicas must not look in step. */
const JITTER_MS = 200;
const STUCK_AFTER_MS = 120_000;

@Injectable()
export class DuePoll implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly stopping = new AbortController();
  private turning: Promise<void> | undefined;
  private lastTurn = performance.now();

  constructor(
    private readonly delivery: DeliveryService,
    private readonly exit: ProcessExit,
    private readonly ids: IdGenerator,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(HealthRegistry) health: HealthRegistry,
  ) {
    health.requireForLiveness({
      name: 'due poll',
      check: () =>
        Promise.resolve(performance.now() - this.lastTurn > STUCK_AFTER_MS ? 'the due poll is stuck' : undefined),
    });
  }

  onApplicationBootstrap(): void {
    this.turning = this.turn().catch((error: unknown) => this.exit.fail('the due poll stopped', error));
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.delivery.stop();
    await this.turning;
  }

  private async turn(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      this.lastTurn = performance.now();
      const claimed = await this.poll();
      if (claimed !== undefined && claimed > 0) continue;
      const pause = claimed === undefined ? EVERY_MS_WHEN_FULL : EVERY_MS - JITTER_MS * this.ids.fraction();
      await sleep(pause, signal);
    }
  }

  private async poll(): Promise<number | undefined> {
    try {
      return await this.delivery.deliverDue();
    } catch (error) {
      if (!isRetryable(error)) throw error;
      this.logger.warn({ err: error }, 'due poll waits');
      return 0;
    }
  }
}

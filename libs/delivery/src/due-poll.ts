/** Implements F4, N9. Looks for due rows every second; at once again while there are more. */
import { Inject, Injectable } from '@nestjs/common';
import { HealthRegistry, IdGenerator, LOGGER, type Logger, ProcessExit, isRetryable, RecurringTask } from '#runtime';
import { DeliveryService } from './delivery.service.js';

const EVERY_MS = 1_000;
/** While the slots are full of due rows there are probably more: look again as soon as some may be free. */
const EVERY_MS_WHEN_FULL = 50;
/** Replicas must not look in step. */
const JITTER_MS = 200;
const STUCK_AFTER_MS = 120_000;

@Injectable()
export class DuePoll extends RecurringTask {
  private lastTurn = performance.now();

  constructor(
    private readonly delivery: DeliveryService,
    exit: ProcessExit,
    private readonly ids: IdGenerator,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(HealthRegistry) health: HealthRegistry,
  ) {
    super(exit, 'the due poll stopped');
    health.requireForLiveness({
      name: 'due poll',
      check: () =>
        Promise.resolve(performance.now() - this.lastTurn > STUCK_AFTER_MS ? 'the due poll is stuck' : undefined),
    });
  }

  override async beforeApplicationShutdown(): Promise<void> {
    const ended = super.beforeApplicationShutdown();
    await this.delivery.stop();
    await ended;
  }

  protected override async turn(): Promise<number> {
    this.lastTurn = performance.now();
    const claimed = await this.poll();
    if (claimed === undefined) return EVERY_MS_WHEN_FULL;
    return claimed > 0 ? 0 : EVERY_MS - JITTER_MS * this.ids.fraction();
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

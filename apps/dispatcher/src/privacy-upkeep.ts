/** Implements N8, AC-14. Once a day: what is old goes, and erasures that a crash left half done are finished. */
import { Inject, Injectable } from '@nestjs/common';
import { ErasureLedger } from '#dispatch';
import { Clock, LOGGER, type Logger, ProcessExit, isRetryable, RecurringTask } from '#runtime';
import { Retention } from './retention.js';

const DAY_MS = 86_400_000;
/** Where something failed, or a lock was not to be had. */
const AGAIN_AFTER_MS = 5 * 60_000;
/** Partitions and the ledger come first; a rolling deployment need not do this in step. */
const FIRST_AFTER_MS = 30_000;

@Injectable()
export class PrivacyUpkeep extends RecurringTask {
  constructor(
    private readonly retention: Retention,
    private readonly ledger: ErasureLedger,
    private readonly clock: Clock,
    exit: ProcessExit,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    super(exit, 'the upkeep of personal data stopped', FIRST_AFTER_MS);
  }

  protected override turn(): Promise<number> {
    return this.keepUp();
  }

  /** @returns after how many milliseconds it is due again */
  async keepUp(): Promise<number> {
    const { signal } = this;
    const deleted = await this.isDone('retention', () => this.retention.apply(this.clock.now(), signal));
    const replayed = await this.isDone('replay of erasures', async () => {
      await this.ledger.replay(signal);
      return true;
    });
    return deleted && replayed ? DAY_MS : AGAIN_AFTER_MS;
  }

  private async isDone(task: string, work: () => Promise<boolean>): Promise<boolean> {
    try {
      return await work();
    } catch (error) {
      if (this.signal.aborted) return false;
      if (!isRetryable(error)) throw error;
      this.logger.warn({ err: error, task }, 'the upkeep of personal data waits');
      return false;
    }
  }
}

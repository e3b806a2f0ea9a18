/** Implements N8, AC-14. Once a day: what is old goes, and erasures that a crash left half done are finished. */
import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { ErasureLedger } from '#dispatch';
import { Clock, LOGGER, type Logger, ProcessExit, isRetryable, sleep } from '#runtime';
import { Retention } from './retention.js';

const DAY_MS = 86_400_000;
/** Where something failed, or a lock was not to be had. */
const AGAIN_AFTER_MS = 5 * 60_000;
/** Partitions and the ledger come first; a rolling deployment need not do this in step. */
const FIRST_AFTER_MS = 30_000;

@Injectable()
export class PrivacyUpkeep implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly stopping = new AbortController();
  private turning: Promise<void> | undefined;

  constructor(
    private readonly retention: Retention,
    private readonly ledger: ErasureLedger,
    private readonly clock: Clock,
    private readonly exit: ProcessExit,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.turning = this.turn().catch((error: unknown) => {
      if (!this.stopping.signal.aborted) this.exit.fail('the upkeep of personal data stopped', error);
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.turning;
  }

  private async turn(): Promise<void> {
    const { signal } = this.stopping;
    await sleep(FIRST_AFTER_MS, signal);
    while (!signal.aborted) await sleep(await this.keepUp(), signal);
  }

  /** @returns after how many milliseconds it is due again */
  async keepUp(): Promise<number> {
    const { signal } = this.stopping;
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
      if (!isRetryable(error)) throw error;
      this.logger.warn({ err: error, task }, 'the upkeep of personal data waits');
      return false;
    }
  }
}

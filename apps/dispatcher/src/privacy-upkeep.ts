/** Implements N8, AC-14. Once a day: what is old goes, and erasures that a crash left half done are finished. */
import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { ErasureLedger } from '#dispatch';
import { Clock, LOGGER, type Logger, ProcessExit, isRetryable } from '#runtime';
import { setTimeout as delay } from 'node:timers/promises';
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
    let wait = FIRST_AFTER_MS;
    while (await this.waited(wait)) wait = await this.keepUp();
  }

  /** @returns false when the app is stopping */
  private async waited(ms: number): Promise<boolean> {
    const { signal } = this.stopping;
    await delay(ms, undefined, { signal }).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
    return !signal.aborted;
  }

  /** @returns after how many milliseconds it is due again */
  async keepUp(): Promise<number> {
    const deleted = await this.retention.apply(this.clock.now(), this.stopping.signal);
    const replayed = await this.isReplayed();
    return deleted && replayed ? DAY_MS : AGAIN_AFTER_MS;
  }

  private async isReplayed(): Promise<boolean> {
    try {
      await this.ledger.replay(this.stopping.signal);
      return true;
    } catch (error) {
      if (!isRetryable(error)) throw error;
      this.logger.warn({ err: error }, 'the replay of erasures waits');
      return false;
    }
  }
}

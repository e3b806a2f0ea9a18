import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import type { ProcessExit } from './process-exit.js';
import { sleep } from './sleep.js';

/** Work that comes round again beside what an app is asked to do, from its start until it stops. What it throws ends the process. */
export abstract class RecurringTask implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly stopping = new AbortController();
  private turning: Promise<void> | undefined;

  /**
   * @param failure what the last line in the log says when it throws
   * @param firstAfterMs how long after the start of the app its first turn is
   */
  constructor(
    private readonly exit: ProcessExit,
    private readonly failure: string,
    private readonly firstAfterMs = 0,
  ) {}

  /** Raised when the app stops, which waits for the turn under way. */
  protected get signal(): AbortSignal {
    return this.stopping.signal;
  }

  /** @returns after how many milliseconds the next turn is due; 0: at once */
  protected abstract turn(): Promise<number>;

  onApplicationBootstrap(): void {
    this.turning = this.run().catch((error: unknown) => this.exit.fail(this.failure, error));
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.turning;
  }

  private async run(): Promise<void> {
    await this.pause(this.firstAfterMs);
    while (!this.signal.aborted) await this.pause(await this.turn());
  }

  private async pause(ms: number): Promise<void> {
    if (ms > 0) await sleep(ms, this.signal);
  }
}

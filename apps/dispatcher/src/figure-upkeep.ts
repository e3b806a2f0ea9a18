/** Implements F5. Every few seconds: figures of minutes that are over are added up, by whichever replica comes first. */
import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Database, moveFigures } from '#database';
import { Clock, LOGGER, type Logger, ProcessExit, isRetryable, sleep } from '#runtime';

const EVERY_MS = 15_000;
/** After the end of their minute. What is written later still is moved the next time. */
const AGE_MS = 15_000;

@Injectable()
export class FigureUpkeep implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly stopping = new AbortController();
  private turning: Promise<void> | undefined;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly exit: ProcessExit,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.turning = this.turn().catch((error: unknown) => this.exit.fail('the upkeep of figures stopped', error));
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.turning;
  }

  private async turn(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      await sleep(EVERY_MS, signal);
      await this.keepUp();
    }
  }

  /** Moves all that is due. What cannot be moved now stays where readers find it, too. */
  async keepUp(): Promise<void> {
    const before = new Date(this.clock.now().getTime() - AGE_MS);
    try {
      for (let moved = 1; moved > 0 && !this.stopping.signal.aborted;) moved = await moveFigures(this.database, before);
    } catch (error) {
      if (!isRetryable(error)) throw error;
      this.logger.warn({ err: error }, 'the upkeep of figures waits');
    }
  }
}

/** Implements F5. Every few seconds: figures of minutes that are over are added up, by whichever replica comes first. */
import { Inject, Injectable } from '@nestjs/common';
import { Database, moveFigures } from '#database';
import { Clock, LOGGER, type Logger, ProcessExit, isRetryable, RecurringTask } from '#runtime';

const EVERY_MS = 15_000;
/** After the end of their minute. What is written later still is moved the next time. */
const AGE_MS = 15_000;

@Injectable()
export class FigureUpkeep extends RecurringTask {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    exit: ProcessExit,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    super(exit, 'the upkeep of figures stopped', EVERY_MS);
  }

  protected override async turn(): Promise<number> {
    await this.keepUp();
    return EVERY_MS;
  }

  /** Moves all that is due. What cannot be moved now stays where readers find it, too. */
  async keepUp(): Promise<void> {
    const before = new Date(this.clock.now().getTime() - AGE_MS);
    try {
      for (let moved = 1; moved > 0 && !this.signal.aborted;) moved = await moveFigures(this.database, before);
    } catch (error) {
      if (!isRetryable(error)) throw error;
      this.logger.warn({ err: error }, 'the upkeep of figures waits');
    }
  }
}

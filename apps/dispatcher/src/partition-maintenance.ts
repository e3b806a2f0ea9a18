/** Implements N4. Makes partitions ahead, at start and every day, and warns about rows that found none. */
import { Inject, Injectable } from '@nestjs/common';
import { Database, countDefaultRows, ensurePartitions } from '#database';
import { Clock, LOGGER, type Logger, ProcessExit, isRetryable, RecurringTask } from '#runtime';
import { Gauge, Registry } from 'prom-client';

const DAY_MS = 86_400_000;
const AGAIN_AFTER_OUTAGE_MS = 10_000;

@Injectable()
export class PartitionMaintenance extends RecurringTask {
  private readonly strays: Gauge;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    exit: ProcessExit,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(Registry) registry: Registry,
  ) {
    super(exit, 'partition maintenance stopped');
    this.strays = new Gauge({
      name: 'notification_default_partition_rows',
      help: 'Rows that found no monthly partition (counted up to 1000 a table)',
      registers: [registry],
    });
  }

  protected override async turn(): Promise<number> {
    return (await this.maintain()) ? DAY_MS : AGAIN_AFTER_OUTAGE_MS;
  }

  /** @returns false when the database could not be reached */
  private async maintain(): Promise<boolean> {
    try {
      await ensurePartitions(this.database, this.clock.now());
      const strays = await countDefaultRows(this.database);
      this.strays.set(strays);
      if (strays > 0) this.logger.error({ rows: strays }, 'rows are in a default partition');
      return true;
    } catch (error) {
      if (!isRetryable(error)) throw error;
      return false;
    }
  }
}

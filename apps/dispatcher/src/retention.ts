/** Implements N8. How long what is kept, and the daily job that keeps it so. */
import { Inject, Injectable } from '@nestjs/common';
import { type AgingTable, AGING_TABLES, Database, deleteOlder, dropMonth, findMonths } from '#database';
import { LOGGER, type Logger } from '#runtime';
import type { RetentionSettings } from './retention.settings.js';

/** Injection token. */
export const RETENTION_SETTINGS = Symbol('retention settings');

/** Days. What is not named here has no age: it goes with its customer, or with the work it is about. */
export const RETENTION_DAYS = {
  /** Longer than the topic keeps order events, and than anybody replays them. */
  event_inbox: 45,
  /** Providers repeat a report for a day. */
  webhook_inbox: 14,
  dead_letter: 90,
  /** The only personal data under a key of the service. */
  rejected_event: 30,
  audit: 730,
  daily_count: 3,
  shipment_progress: 120,
  /** Expired by themselves. */
  idempotency_key: 0,
} as const satisfies Record<AgingTable, number>;

const DAY_MS = 86_400_000;

@Injectable()
export class Retention {
  constructor(
    private readonly database: Database,
    @Inject(RETENTION_SETTINGS) private readonly settings: RetentionSettings,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** @throws DatabaseUnavailableError */
  async apply(now: Date): Promise<void> {
    for (const table of AGING_TABLES) {
      const rows = await deleteOlder(this.database, table, new Date(now.getTime() - RETENTION_DAYS[table] * DAY_MS));
      if (rows > 0) this.logger.info({ table, rows }, 'old rows deleted');
    }
    await this.dropMonths(now);
  }

  /** Oldest first. A month on which work remains keeps the later ones, too: their turn comes with it. */
  private async dropMonths(now: Date): Promise<void> {
    const oldestKept = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - this.settings.months));
    for (const month of await findMonths(this.database)) {
      if (month >= oldestKept) return;
      const dropped = await dropMonth(this.database, month);
      this.logger.info({ month: month.toISOString().slice(0, 7), dropped }, 'a month has reached its age');
      if (!dropped) return;
    }
  }
}

/** Implements N8. How long what is kept, and the daily job that keeps it so. */
import { Inject, Injectable } from '@nestjs/common';
import {
  type AgingTable,
  AGING_TABLES,
  Database,
  DatabaseUnavailableError,
  deleteOldFigures,
  deleteOlder,
  dropMonth,
  findMonths,
  sqlState,
} from '#database';
import { FIGURE_RESOLUTION_NAMES } from '#notifications';
import { LOGGER, type Logger } from '#runtime';
import { Gauge, Registry } from 'prom-client';
import type { RetentionSettings } from './retention.settings.js';

/** Injection token. */
export const RETENTION_SETTINGS = Symbol('retention settings');

/** Days. What is not named here has no age: it goes with its customer, or with the work it is about. Figures: see `FIGURE_RESOLUTIONS`. */
export const RETENTION_DAYS = {
  /** Longer than the topic keeps order events, and than anybody replays them. */
  event_inbox: 45,
  /** Providers repeat a report for a day. What is evidence of consent stays. */
  webhook_inbox: 14,
  dead_letter: 90,
  /** The only personal data under a key of the service. */
  rejected_event: 30,
  audit: 730,
  daily_count: 3,
  shipment_progress: 120,
  /** Expired by themselves. */
  idempotency_key: 0,
  alert: 90,
  alert_call: 90,
} as const satisfies Record<AgingTable, number>;

const DAY_MS = 86_400_000;
/** SQLSTATE of a statement that took too long: the one table's trouble, unlike an outage. */
const STATEMENT_TIMED_OUT = '57014';

@Injectable()
export class Retention {
  private readonly overdue: Gauge<'table'>;

  constructor(
    private readonly database: Database,
    @Inject(RETENTION_SETTINGS) private readonly settings: RetentionSettings,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(Registry) registry: Registry,
  ) {
    this.overdue = new Gauge({
      name: 'notification_retention_overdue',
      help: '1: old rows are still there, because deleting them failed or a lock was not to be had; by table, or months',
      labelNames: ['table'],
      registers: [registry],
    });
  }

  /**
   * Everything gets its turn: what is wrong with one table must not keep what is old in the others.
   * @returns whether all of it was done; if not, the log and `notification_retention_overdue` say what is left for a next time, which should be soon
   * @throws the reason of `signal`, once it is aborted, between two batches
   * @throws DatabaseUnavailableError
   */
  async apply(now: Date, signal: AbortSignal): Promise<boolean> {
    const overdue: string[] = [];
    for (const table of AGING_TABLES) {
      if (!(await this.isDone(table, () => this.deleteOld(table, now, signal), signal))) overdue.push(table);
    }
    if (!(await this.isDone('figure_summary', () => this.deleteOldFigures(now, signal), signal))) {
      overdue.push('figure_summary');
    }
    if (!(await this.isDone('months', () => this.dropMonths(now, signal), signal))) overdue.push('months');
    return overdue.length === 0;
  }

  private async isDone(table: string, work: () => Promise<boolean>, signal: AbortSignal): Promise<boolean> {
    const done = await work().catch((error: unknown) => {
      if (signal.aborted) throw error;
      if (isOutage(error)) {
        this.overdue.set({ table }, 1);
        throw error;
      }
      this.logger.error({ err: error, table }, 'what is old could not be deleted');
      return false;
    });
    this.overdue.set({ table }, done ? 0 : 1);
    return done;
  }

  private async deleteOld(table: AgingTable, now: Date, signal: AbortSignal): Promise<true> {
    const before = new Date(now.getTime() - RETENTION_DAYS[table] * DAY_MS);
    const rows = await deleteOlder(this.database, table, before, signal);
    if (rows > 0) this.logger.info({ table, rows }, 'old rows deleted');
    return true;
  }

  private async deleteOldFigures(now: Date, signal: AbortSignal): Promise<true> {
    for (const resolution of FIGURE_RESOLUTION_NAMES) {
      const rows = await deleteOldFigures(this.database, resolution, now, signal);
      if (rows > 0) this.logger.info({ table: 'figure_summary', resolution, rows }, 'old rows deleted');
    }
    return true;
  }

  /** Oldest first. A month on which work remains keeps the later ones, too: their turn comes with it. @returns false for want of a lock */
  private async dropMonths(now: Date, signal: AbortSignal): Promise<boolean> {
    const oldestKept = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - this.settings.months));
    for (const month of await findMonths(this.database)) {
      if (month >= oldestKept) return true;
      signal.throwIfAborted();
      const end = await dropMonth(this.database, month, now, signal);
      this.logger.info({ month: month.toISOString().slice(0, 7), end }, 'a month has reached its age');
      if (end !== 'dropped') return end === 'in_use';
    }
    return true;
  }
}

function isOutage(error: unknown): boolean {
  return error instanceof DatabaseUnavailableError && sqlState(error.cause) !== STATEMENT_TIMED_OUT;
}

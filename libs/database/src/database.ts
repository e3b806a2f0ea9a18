/** Implements N9. The way to PostgreSQL: transactions that run again after a deadlock, errors that know whether waiting helps. */
import type { Clock } from '#runtime';
import { type Logger, SystemClock, untilAvailable } from '#runtime';
import type { DataSource, QueryRunner } from 'typeorm';
import {
  DatabaseRefusedError,
  DatabaseUnavailableError,
  SchemaOutdatedError,
  isConflict,
  isSchemaOutdated,
  isUnavailable,
} from './database.errors.js';
import { writeFigures } from './repositories/figure.repository.js';
import type { FiguresAt, Sql, Transaction } from './sql.js';

export type { Sql, Transaction } from './sql.js';

const MOST_RUNS = 5;

export class Database implements Sql {
  private opened: Promise<void> | undefined;
  private connecting: Promise<void> | undefined;
  private connected = false;
  private closed = false;

  constructor(
    readonly dataSource: DataSource,
    private readonly logger: Logger,
    private readonly clock: Clock,
  ) {}

  /**
   * Connects, waiting for the server as long as it takes. Calling it again waits for the same attempt.
   * @throws DatabaseRefusedError for credentials or a database that the server does not accept
   */
  open(signal?: AbortSignal): Promise<void> {
    this.opened ??= untilAvailable(
      () => this.connect(),
      (error, attempt) => this.logger.warn({ err: error, attempt }, 'waiting for PostgreSQL'),
      signal,
    );
    return this.opened;
  }

  /** For good: what is still under way in the background finds no server any more, instead of opening the pool again. */
  async close(): Promise<void> {
    this.closed = true;
    // An attempt under way would leave its connections behind.
    await Promise.allSettled([this.opened, this.connecting]);
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
    this.connected = false;
  }

  /** One statement, in its own transaction; again after a deadlock. @throws DatabaseUnavailableError, SchemaOutdatedError */
  query<T>(sql: string, parameters: readonly unknown[] = []): Promise<T[]> {
    return this.untilNoConflict(() => this.use((runner) => run<T>(runner, sql, parameters)));
  }

  /**
   * Runs `work` in one READ COMMITTED transaction; again from the start after a deadlock or a serialisation failure, so it must have no
   * effect outside the database.
   * @throws DatabaseUnavailableError
   * @throws SchemaOutdatedError
   */
  transaction<T>(work: (sql: Transaction) => Promise<T>): Promise<T> {
    return this.untilNoConflict(() => this.use((runner) => inTransaction(runner, work)));
  }

  private async untilNoConflict<T>(work: () => Promise<T>): Promise<T> {
    for (let runs = 1; ; runs++) {
      try {
        return await work();
      } catch (error) {
        if (!isConflict(error) || runs === MOST_RUNS) throw error;
        this.logger.debug({ err: error, runs }, 'transaction runs again');
      }
    }
  }

  /** One attempt, whoever asks for it meanwhile. */
  private connect(): Promise<void> {
    this.connecting ??= this.tryToConnect().finally(() => (this.connecting = undefined));
    return this.connecting;
  }

  private async tryToConnect(): Promise<void> {
    try {
      if (!this.dataSource.isInitialized) await this.dataSource.initialize();
    } catch (error) {
      throw isUnavailable(error) ? new DatabaseUnavailableError(error) : new DatabaseRefusedError(error);
    }
    await this.alignClock();
    this.connected = true;
  }

  /** All replicas take the database's clock as theirs: leases and due times are compared across machines. */
  async alignClock(): Promise<void> {
    if (!(this.clock instanceof SystemClock)) return;
    const before = this.clock.monotonic();
    const [row] = await translated(() => this.dataSource.query<{ now: Date }[]>('SELECT clock_timestamp() AS now'));
    if (row) this.clock.alignTo(row.now, (before + this.clock.monotonic()) / 2);
  }

  private async use<T>(work: (runner: QueryRunner) => Promise<T>): Promise<T> {
    // One attempt only: each caller has its own way of waiting, and of being told to stop.
    if (this.closed) throw new DatabaseUnavailableError(new Error('closed'));
    if (!this.connected) await this.connect();
    return translated(async () => {
      const runner = this.dataSource.createQueryRunner();
      try {
        return await work(runner);
      } finally {
        await runner.release();
      }
    });
  }
}

async function inTransaction<T>(runner: QueryRunner, work: (sql: Transaction) => Promise<T>): Promise<T> {
  await runner.startTransaction();
  try {
    const figures: FiguresAt[] = [];
    const query: Sql['query'] = (sql, parameters = []) => run(runner, sql, parameters);
    const result = await work({ query, figures });
    await writeFigures({ query }, figures);
    await runner.commitTransaction();
    return result;
  } catch (error) {
    await rollBack(runner, error);
    throw error;
  }
}

/** A connection that is gone has rolled back by itself; the first error is the one that tells why. */
async function rollBack(runner: QueryRunner, first: unknown): Promise<void> {
  try {
    await runner.rollbackTransaction();
  } catch (error) {
    if (!isUnavailable(first) && !isUnavailable(error)) throw error;
  }
}

async function run<T>(runner: QueryRunner, sql: string, parameters: readonly unknown[]): Promise<T[]> {
  const result = await runner.query(sql, [...parameters], true);
  return result.records as T[];
}

async function translated<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isUnavailable(error)) throw new DatabaseUnavailableError(error);
    if (isSchemaOutdated(error)) throw new SchemaOutdatedError(error);
    throw error;
  }
}

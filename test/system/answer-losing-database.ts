import { Database, DatabaseUnavailableError, type Transaction } from '#database';
import { SystemClock, createLogger } from '#runtime';

/** Loses the answer to its first commit: the transaction is written, and nobody is told. Shares the connections of another one. */
export class AnswerLosingDatabase extends Database {
  lost = 0;

  static async over(database: Database): Promise<AnswerLosingDatabase> {
    const losing = new AnswerLosingDatabase(database.dataSource, createLogger('tests', 'silent'), new SystemClock());
    await losing.open();
    return losing;
  }

  override async transaction<T>(work: (sql: Transaction) => Promise<T>): Promise<T> {
    const result = await super.transaction(work);
    if (this.lost > 0) return result;
    this.lost += 1;
    throw new DatabaseUnavailableError(new Error('connection lost on purpose'));
  }
}

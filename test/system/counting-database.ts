import { Database, type Transaction } from '#database';
import { SystemClock, createLogger } from '#runtime';

/** Counts the statements that go through it, BEGIN and COMMIT aside. Shares the connections of another one, which closes them. */
export class CountingDatabase extends Database {
  /** How often the work of a transaction was run; more than there were transactions: some ran again. */
  runs = 0;
  private statements = 0;

  static async over(database: Database): Promise<CountingDatabase> {
    const counting = new CountingDatabase(database.dataSource, createLogger('tests', 'silent'), new SystemClock());
    await counting.open();
    return counting;
  }

  /** @returns how many statements `work` makes */
  async count(work: () => Promise<unknown>): Promise<number> {
    const before = this.statements;
    await work();
    return this.statements - before;
  }

  override query<T>(sql: string, parameters?: readonly unknown[]): Promise<T[]> {
    this.statements += 1;
    return super.query<T>(sql, parameters);
  }

  override transaction<T>(work: (sql: Transaction) => Promise<T>): Promise<T> {
    return super.transaction((sql) => {
      this.runs += 1;
      return work({
        figures: sql.figures,
        query: (text, parameters) => {
          this.statements += 1;
          return sql.query(text, parameters);
        },
      });
    });
  }
}

/** What repositories take: a way to run statements, inside a transaction or not. */
import type { Figure } from '#notifications';

/** Figures of one moment. */
export interface FiguresAt {
  readonly figures: readonly Figure[];
  readonly at: Date;
}

/** Runs one SQL statement; inside a transaction or on its own. */
export interface Sql {
  /** @returns the rows, also of statements with RETURNING */
  query<T = unknown>(sql: string, parameters?: readonly unknown[]): Promise<T[]>;
}

/** A transaction under way. What takes one, rather than {@link Sql}, changes more than one statement can. */
export interface Transaction extends Sql {
  /** Of what it changes; written last. */
  readonly figures: FiguresAt[];
}

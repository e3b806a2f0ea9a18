import type pg from 'pg';

/** A way to build the service: processes, their tables, and how to see that they have finished. */
export const ROLES = ['dispatcher', 'email-worker', 'sms-worker', 'in-app-worker'] as const;
export type Role = (typeof ROLES)[number];

export interface Progress {
  readonly planned: number;
  readonly sent: number;
  /** seconds since 1970 */
  readonly lastPlannedAt: number;
  readonly lastSentAt: number;
}

export interface Contender {
  readonly name: string;
  /** Arguments of `node` for one process, after those that all contenders have. It answers GET /health/ready on PORT with 200 once it consumes. */
  readonly process: (role: Role) => readonly string[];
  /** Makes tables in the empty database. */
  readonly prepare: (databaseUrl: string) => Promise<void>;
  /** Of events since the moment given (seconds since 1970): events planned, notifications sent. Cheap enough to ask each second. */
  readonly progress: (database: pg.Client, since: number) => Promise<Progress>;
}

/** Implements N4. Monthly partitions, made ahead of time; a missing one would put rows into the default partition. */
import type { Database } from '../database.js';

export const PARTITIONED_TABLES = {
  order_event: '',
  notification_log: 'WITH (fillfactor = 75)',
  notification_attempt: '',
} as const;

const MONTHS_AHEAD = 3;
/** Any number will do, as long as nobody else uses it: replicas that start together make partitions one after another. */
const LOCK_KEY = 730_144_011;

/** Makes the partitions of this month and the next three. Running it again does nothing. @returns their names */
export async function ensurePartitions(database: Database, now: Date): Promise<string[]> {
  return database.transaction(async (sql) => {
    await sql.query(`SELECT pg_advisory_xact_lock($1)`, [LOCK_KEY]);
    const names: string[] = [];
    for (let ahead = 0; ahead <= MONTHS_AHEAD; ahead++) {
      const month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead));
      const next = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead + 1));
      for (const [table, options] of Object.entries(PARTITIONED_TABLES)) {
        const name = `${table}_${month.toISOString().slice(0, 7).replace('-', '_')}`;
        names.push(name);
        await sql.query(
          `CREATE TABLE IF NOT EXISTS ${name} PARTITION OF ${table}
             FOR VALUES FROM ('${firstUuidOf(month)}') TO ('${firstUuidOf(next)}') ${options}`,
        );
      }
    }
    return names;
  });
}

/** The lowest UUIDv7-shaped value of an instant: 48 bits of milliseconds, then zeros. */
export function firstUuidOf(instant: Date): string {
  const hex = instant.getTime().toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}

/** Rows that fell into a default partition: somebody has to look. Counted up to 1000. */
export async function countDefaultRows(database: Database): Promise<number> {
  const [row] = await database.query<{ count: string }>(
    Object.keys(PARTITIONED_TABLES)
      .map((table) => `(SELECT count(*) FROM (SELECT 1 FROM ${table}_default LIMIT 1000) d)`)
      .reduce((sum, part) => `${sum} + ${part}`, 'SELECT 0') + ' AS count',
  );
  return Number(row?.count ?? 0);
}

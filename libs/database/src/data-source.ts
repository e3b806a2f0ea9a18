import { DataSource } from 'typeorm';
import { ENTITIES } from './entities/index.js';
import { PreparedClient } from './prepared-client.js';

/** Longer than any statement of ours on a healthy server; a hung one must not hold its locks for ever. */
const STATEMENT_TIMEOUT_MS = 20_000;
const CONNECT_TIMEOUT_MS = 5_000;

/** For the session, instead of a statement of its own in each transaction; the server's own default may be another. */
const ISOLATION = String.raw`-c default_transaction_isolation=read\ committed`;
/**
 * Whatever such an app asks for, it names by key. Plans of prepared statements are kept: one that was made while a table was small, or before its
 * first ANALYZE, would go on reading it as a whole as it grows.
 */
const BY_KEY = '-c enable_seqscan=off';

/** What an app's statements look for: rows by their keys, or anything. */
export type Access = 'by_key' | 'any';

/** A pool that is not connected yet. The schema changes by migrations only. */
export function createDataSource(
  url: string,
  poolSize: number,
  applicationName = 'order-notifications',
  access: Access = 'any',
): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    applicationName,
    entities: ENTITIES,
    synchronize: false,
    migrationsTableName: 'schema_migration',
    poolSize,
    connectTimeoutMS: CONNECT_TIMEOUT_MS,
    extra: {
      Client: PreparedClient,
      statement_timeout: STATEMENT_TIMEOUT_MS,
      keepAlive: true,
      options: access === 'by_key' ? `${ISOLATION} ${BY_KEY}` : ISOLATION,
    },
    // Pool errors surface in the statement that meets them; without a handler an idle connection's end would crash the process.
    poolErrorHandler: () => undefined,
  });
}

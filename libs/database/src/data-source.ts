import { DataSource } from 'typeorm';
import { ENTITIES } from './entities/index.js';
import { PreparedClient } from './prepared-client.js';

/** Longer than any statement of ours on a healthy server; a hung one must not hold its locks for ever. */
const STATEMENT_TIMEOUT_MS = 20_000;
const CONNECT_TIMEOUT_MS = 5_000;

/** A pool that is not connected yet. The schema changes by migrations only. */
export function createDataSource(url: string, poolSize: number, applicationName = 'order-notifications'): DataSource {
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
      // For the session, instead of a statement of its own in each transaction; the server's own default may be another.
      options: String.raw`-c default_transaction_isolation=read\ committed`,
    },
    // Pool errors surface in the statement that meets them; without a handler an idle connection's end would crash the process.
    poolErrorHandler: () => undefined,
  });
}

/** Implements F5. Connections to PostgreSQL, under the names of OpenTelemetry's semantic conventions for database clients. */
import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { Gauge, Registry } from 'prom-client';
import { Database } from './database.js';
import { RecipientKeys } from './recipient-keys.js';

/** `keys` only where they have a database of their own. */
type PoolName = 'main' | 'keys';

@Injectable()
export class PoolMetrics {
  private readonly pools: ReadonlyMap<PoolName, Database>;

  constructor(database: Database, keys: RecipientKeys, @Inject(Registry) registry: Registry) {
    this.pools = new Map([
      ['main', database],
      ...(keys.database === database ? [] : [['keys', keys.database] as const]),
    ]);
    const registers = [registry];
    const each = (show: (name: PoolName, pool: Pool) => void) => this.each(show);
    new Gauge({
      name: 'db_client_connection_count',
      help: 'Connections of the pool, by state',
      labelNames: ['db_client_connection_pool_name', 'db_client_connection_state'],
      registers,
      collect() {
        each((name, { idleCount, totalCount }) => {
          const pool = { db_client_connection_pool_name: name };
          this.set({ ...pool, db_client_connection_state: 'idle' }, idleCount);
          this.set({ ...pool, db_client_connection_state: 'used' }, totalCount - idleCount);
        });
      },
    });
    new Gauge({
      name: 'db_client_connection_max',
      help: 'The most connections the pool opens',
      labelNames: ['db_client_connection_pool_name'],
      registers,
      collect() {
        each((name, { options }) => this.set({ db_client_connection_pool_name: name }, options.max));
      },
    });
    new Gauge({
      name: 'db_client_connection_pending_requests',
      help: 'Work that waits for a connection of the pool',
      labelNames: ['db_client_connection_pool_name'],
      registers,
      collect() {
        each((name, { waitingCount }) => this.set({ db_client_connection_pool_name: name }, waitingCount));
      },
    });
  }

  private each(show: (name: PoolName, pool: Pool) => void): void {
    for (const [name, { dataSource }] of this.pools) {
      if (dataSource.isInitialized) show(name, (dataSource.driver as unknown as { readonly master: Pool }).master);
    }
  }
}

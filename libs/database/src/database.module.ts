import {
  type DynamicModule,
  Inject,
  Injectable,
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import type { Keyring } from '#privacy';
import { Clock, HealthRegistry, LOGGER, type Logger, ProcessExit } from '#runtime';
import { createDataSource } from './data-source.js';
import type { DatabaseSettings } from './database.settings.js';
import { Database } from './database.js';
import { RecipientKeys } from './recipient-keys.js';
import { schemaFault } from './schema-version.js';

/** Connects in the background: an app without its database is alive, not ready, and says so. */
@Injectable()
class DatabaseLifecycle implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly stopping = new AbortController();

  constructor(
    private readonly database: Database,
    private readonly keys: RecipientKeys,
    private readonly exit: ProcessExit,
    @Inject(HealthRegistry) health: HealthRegistry,
  ) {
    health.requireForReadiness({ name: 'database', check: () => database.fault() });
    health.requireForReadiness({ name: 'schema', check: () => schemaFault(database) });
  }

  onApplicationBootstrap(): void {
    for (const database of new Set([this.database, this.keys.database])) {
      database.open(this.stopping.signal).catch((error: unknown) => {
        if (!this.stopping.signal.aborted) this.exit.fail('the database cannot be used', error);
      });
    }
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    for (const database of new Set([this.database, this.keys.database])) await database.close();
  }
}

@Module({})
export class DatabaseModule {
  /** @param keyring of `PII_KEYRING` */
  static forApp(settings: DatabaseSettings, keyring: Keyring): DynamicModule {
    return {
      module: DatabaseModule,
      global: true,
      providers: [
        DatabaseLifecycle,
        {
          provide: Database,
          useFactory: (logger: Logger, clock: Clock) =>
            new Database(createDataSource(settings.url, settings.poolSize), logger, clock),
          inject: [LOGGER, Clock],
        },
        {
          provide: RecipientKeys,
          useFactory: (database: Database, logger: Logger, clock: Clock) =>
            new RecipientKeys(
              settings.keyUrl === settings.url
                ? database
                : new Database(createDataSource(settings.keyUrl, settings.poolSize), logger, clock),
              keyring,
              clock,
            ),
          inject: [Database, LOGGER, Clock],
        },
      ],
      exports: [Database, RecipientKeys],
    };
  }
}

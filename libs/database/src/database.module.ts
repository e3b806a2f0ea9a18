import {
  type DynamicModule,
  Inject,
  Injectable,
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import type { Keyring } from '#privacy';
import {
  Clock,
  type Dependency,
  HealthRegistry,
  LOGGER,
  type Logger,
  ProcessExit,
  isRetryable,
  untilAvailable,
} from '#runtime';
import { adviceOn } from './advice.js';
import { type Access, createDataSource } from './data-source.js';
import type { DatabaseSettings } from './database.settings.js';
import { Database } from './database.js';
import { KeyMetrics } from './key.metrics.js';
import { PoolMetrics } from './pool.metrics.js';
import { ProviderErasures } from './provider-erasures.js';
import { RecipientKeys } from './recipient-keys.js';
import { migrationsAhead, schemaFault, vaultFault } from './schema-version.js';
import { TimeZoneReport } from './time-zones/time-zone-report.js';

/** Monotonic time stands still while a machine is suspended; a clock that fell behind would write leases that are over already. */
const ALIGN_CLOCK_EVERY_MS = 30_000;

/** Connects in the background: an app without its database is alive, not ready, and says so. */
@Injectable()
class DatabaseLifecycle implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly stopping = new AbortController();
  private aligning: NodeJS.Timeout | undefined;
  private opening: Promise<void> | undefined;

  constructor(
    private readonly database: Database,
    private readonly keys: RecipientKeys,
    private readonly exit: ProcessExit,
    private readonly timeZones: TimeZoneReport,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(HealthRegistry) health: HealthRegistry,
  ) {
    const own: Dependency[] = [
      { name: 'database', check: () => answer(database), ifAway: adviceOn('DATABASE_URL') },
      { name: 'schema', check: () => schemaFault(database), ifAway: adviceOn('DATABASE_URL') },
    ];
    const hasOwnVault = keys.database !== database;
    const vault: Dependency = {
      name: 'keys',
      check: () => vaultFault(keys.database),
      ifAway: adviceOn(hasOwnVault ? 'KEY_DATABASE_URL' : 'DATABASE_URL'),
    };
    for (const dependency of [...own, vault]) health.requireForReadiness(dependency);
    // In the same database the vault is part of the schema.
    for (const dependency of hasOwnVault ? [...own, vault] : own) health.requireForStart(dependency);
  }

  onApplicationBootstrap(): void {
    const { signal } = this.stopping;
    this.aligning = setInterval(() => void this.alignClock(), ALIGN_CLOCK_EVERY_MS).unref();
    this.opening = Promise.all([this.openAndReport(signal), this.keys.database.open(signal)]).then(
      () => undefined,
      (error: unknown) => {
        if (!signal.aborted) this.exit.fail('the database cannot be used', error);
      },
    );
  }

  private async openAndReport(signal: AbortSignal): Promise<void> {
    await this.database.open(signal);
    await untilAvailable(
      () => this.warnOfLaterSchema(),
      (error) => this.logger.warn({ err: error }, 'the look at the schema waits'),
      signal,
    );
    await untilAvailable(
      () => this.timeZones.write(),
      (error) => this.logger.warn({ err: error }, 'the report on time zones waits'),
      signal,
    );
  }

  private async warnOfLaterSchema(): Promise<void> {
    const migrations = await migrationsAhead(this.database);
    if (migrations.length > 0) {
      const message = 'the schema is ahead of this release: bring this app up to date when all of the release is out';
      this.logger.warn({ migrations }, message);
    }
  }

  /** An outage is no reason to stop: the clock runs on by itself meanwhile. */
  private async alignClock(): Promise<void> {
    try {
      await this.database.alignClock();
    } catch (error) {
      if (!isRetryable(error)) this.exit.fail('the clock cannot be aligned', error);
    }
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    clearInterval(this.aligning);
    await this.opening;
    for (const database of new Set([this.database, this.keys.database])) await database.close();
  }
}

/** @throws DatabaseUnavailableError */
async function answer(database: Database): Promise<undefined> {
  await database.query('SELECT 1');
}

@Module({})
export class DatabaseModule {
  /** @param app its connections bear its name. @param keyring of `PII_KEYRING` */
  static forApp(settings: DatabaseSettings, app: string, keyring: Keyring, access: Access): DynamicModule {
    return {
      module: DatabaseModule,
      global: true,
      providers: [
        DatabaseLifecycle,
        KeyMetrics,
        PoolMetrics,
        TimeZoneReport,
        {
          provide: Database,
          useFactory: (logger: Logger, clock: Clock) =>
            new Database(createDataSource(settings.url, settings.poolSize, app, access), logger, clock),
          inject: [LOGGER, Clock],
        },
        {
          provide: RecipientKeys,
          useFactory: (database: Database, logger: Logger, clock: Clock, metrics: KeyMetrics) =>
            new RecipientKeys(
              settings.keyUrl === settings.url
                ? database
                : new Database(createDataSource(settings.keyUrl, settings.poolSize, app, access), logger, clock),
              keyring,
              clock,
              (fault) => {
                metrics.unreadable.inc();
                logger.error({ err: fault, userIds: fault.userIds }, 'the key of a customer does not unwrap');
              },
            ),
          inject: [Database, LOGGER, Clock, KeyMetrics],
        },
        {
          provide: ProviderErasures,
          useFactory: (keys: RecipientKeys) => new ProviderErasures(keys.database, keyring),
          inject: [RecipientKeys],
        },
      ],
      exports: [Database, ProviderErasures, RecipientKeys],
    };
  }
}

import { type DynamicModule, Module } from '@nestjs/common';
import { DatabaseModule } from '#database';
import { DispatchModule } from '#dispatch';
import { CONSUMER_GROUPS, KafkaBatchServer, MessagingModule } from '#messaging';
import { type AppDefinition, RuntimeModule, type RuntimeOverrides } from '#runtime';
import { CustomerEventsController } from './customer-events.controller.js';
import { DispatcherMetrics } from './dispatcher.metrics.js';
import { type DispatcherSettings, loadDispatcherSettings } from './dispatcher.settings.js';
import { FigureUpkeep } from './figure-upkeep.js';
import { OrderEventsController } from './order-events.controller.js';
import { PartitionMaintenance } from './partition-maintenance.js';
import { PrivacyUpkeep } from './privacy-upkeep.js';
import { PII_KEYRING, RejectedEventsService } from './rejected-events.service.js';
import { RETENTION_SETTINGS, Retention } from './retention.js';

const NAME = 'dispatcher';
/** Events per transaction: large enough to spread its cost, small enough to commit well under a second. */
const MAX_BATCH = 500;

@Module({})
class DispatcherModule {}

function createModule(settings: DispatcherSettings, overrides: RuntimeOverrides = {}): DynamicModule {
  return {
    module: DispatcherModule,
    imports: [
      RuntimeModule.forApp({
        app: NAME,
        logLevel: settings.process.logLevel,
        tracing: settings.tracing,
        ...overrides,
      }),
      DatabaseModule.forApp(settings.database, NAME, settings.keyrings.pii, 'by_key'),
      MessagingModule.forApp(settings.kafka, NAME, { groupId: CONSUMER_GROUPS.dispatcher, maxBatch: MAX_BATCH }),
      DispatchModule.forApp(settings.delivery, settings.keyrings.lookup),
    ],
    controllers: [OrderEventsController, CustomerEventsController],
    providers: [
      { provide: PII_KEYRING, useValue: settings.keyrings.pii },
      DispatcherMetrics,
      { provide: RETENTION_SETTINGS, useValue: settings.retention },
      FigureUpkeep,
      PartitionMaintenance,
      PrivacyUpkeep,
      RejectedEventsService,
      Retention,
    ],
  };
}

export const dispatcherApp: AppDefinition<DispatcherSettings> = {
  loadSettings: loadDispatcherSettings,
  createModule,
  configure: (app) => void app.connectMicroservice({ strategy: app.get(KafkaBatchServer) }),
  port: (settings) => settings.process.port,
};

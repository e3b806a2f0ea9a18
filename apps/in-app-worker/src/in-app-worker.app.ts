import { type DynamicModule, Module } from '@nestjs/common';
import { IoAdapter } from '@nestjs/platform-socket.io';
import { TOPICS } from '#contracts';
import { DatabaseModule } from '#database';
import { DeliveryModule, nudgesOf } from '#delivery';
import { CONSUMER_GROUPS, KafkaBatchServer, MessagingModule } from '#messaging';
import { type AppDefinition, RuntimeModule, type RuntimeOverrides } from '#runtime';
import { InAppSender } from './in-app.sender.js';
import { IN_APP_SETTINGS, type InAppSettings, loadInAppSettings } from './in-app.settings.js';
import { LiveServer } from './stream/live.server.js';
import { StreamModule } from './stream/stream.module.js';

const NAME = 'in-app-worker';
/** Sends are renderings, without a provider to wait for. */
const CAPACITY = 500;

@Module({})
class InAppWorkerModule {}

function createModule(settings: InAppSettings, overrides: RuntimeOverrides = {}): DynamicModule {
  return {
    module: InAppWorkerModule,
    imports: [
      RuntimeModule.forApp({
        app: NAME,
        logLevel: settings.process.logLevel,
        tracing: settings.tracing,
        ...overrides,
      }),
      DatabaseModule.forApp(settings.database, NAME, settings.keyrings.pii, 'by_key'),
      MessagingModule.forApp(settings.kafka, NAME, { groupId: CONSUMER_GROUPS.inAppWorker, maxBatch: 500 }),
      DeliveryModule.forChannel({
        settings: settings.delivery,
        lookupKeyring: settings.keyrings.lookup,
        capacity: CAPACITY,
        nudges: nudgesOf(TOPICS.inAppNudges.name),
        sender: InAppSender,
        senderDependencies: [{ provide: IN_APP_SETTINGS, useValue: settings }],
      }),
      StreamModule.forApp(settings),
    ],
  };
}

export const inAppWorkerApp: AppDefinition<InAppSettings> = {
  loadSettings: loadInAppSettings,
  createModule,
  configure: (app) => {
    app.useWebSocketAdapter(new IoAdapter(app));
    app.connectMicroservice({ strategy: app.get(KafkaBatchServer) });
    app.connectMicroservice({ strategy: app.get(LiveServer) });
  },
  port: (settings) => settings.process.port,
};

import { type DynamicModule, Module } from '@nestjs/common';
import { TOPICS } from '#contracts';
import { DatabaseModule } from '#database';
import { DeliveryModule, nudgesOf } from '#delivery';
import { CONSUMER_GROUPS, KafkaBatchServer, MessagingModule } from '#messaging';
import { type AppDefinition, Clock, RuntimeModule, type RuntimeOverrides } from '#runtime';
import { SMS_SETTINGS, type SmsSettings, loadSmsSettings } from './sms.settings.js';
import { SmsSender } from './sms.sender.js';
import { TwilioClient } from './twilio.client.js';

const NAME = 'sms-worker';
/** Provider calls in flight at once. */
const CAPACITY = 100;

@Module({})
class SmsWorkerModule {}

function createModule(settings: SmsSettings, overrides: RuntimeOverrides = {}): DynamicModule {
  return {
    module: SmsWorkerModule,
    imports: [
      RuntimeModule.forApp({
        app: NAME,
        logLevel: settings.process.logLevel,
        tracing: settings.tracing,
        ...overrides,
      }),
      DatabaseModule.forApp(settings.database, NAME, settings.keyrings.pii, 'by_key'),
      MessagingModule.forApp(settings.kafka, NAME, { groupId: CONSUMER_GROUPS.smsWorker, maxBatch: 500 }),
      DeliveryModule.forChannel({
        settings: settings.delivery,
        lookupKeyring: settings.keyrings.lookup,
        capacity: CAPACITY,
        nudges: nudgesOf(TOPICS.smsNudges.name),
        sender: SmsSender,
        senderDependencies: [
          { provide: SMS_SETTINGS, useValue: settings },
          {
            provide: TwilioClient,
            useFactory: (clock: Clock) => new TwilioClient(settings.twilio, clock),
            inject: [Clock],
          },
        ],
      }),
    ],
  };
}

export const smsWorkerApp: AppDefinition<SmsSettings> = {
  loadSettings: loadSmsSettings,
  createModule,
  configure: (app) => void app.connectMicroservice({ strategy: app.get(KafkaBatchServer) }),
  port: (settings) => settings.process.port,
};

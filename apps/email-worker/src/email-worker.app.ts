import { type DynamicModule, Module } from '@nestjs/common';
import { TOPICS } from '#contracts';
import { DatabaseModule } from '#database';
import { DeliveryModule, nudgesOf } from '#delivery';
import { CONSUMER_GROUPS, KafkaBatchServer, MessagingModule } from '#messaging';
import { type AppDefinition, Clock, RuntimeModule, type RuntimeOverrides } from '#runtime';
import { EmailLinks } from './email-links.js';
import { EMAIL_SETTINGS, type EmailSettings, loadEmailSettings } from './email.settings.js';
import { EmailSender } from './email.sender.js';
import { SendgridClient } from './sendgrid.client.js';

const NAME = 'email-worker';
/** Provider calls in flight at once. */
const CAPACITY = 200;

@Module({})
class EmailWorkerModule {}

function createModule(settings: EmailSettings, overrides: RuntimeOverrides = {}): DynamicModule {
  return {
    module: EmailWorkerModule,
    imports: [
      RuntimeModule.forApp({
        app: NAME,
        logLevel: settings.process.logLevel,
        tracing: settings.tracing,
        ...overrides,
      }),
      DatabaseModule.forApp(settings.database, NAME, settings.keyrings.pii, 'by_key'),
      MessagingModule.forApp(settings.kafka, NAME, { groupId: CONSUMER_GROUPS.emailWorker, maxBatch: 500 }),
      DeliveryModule.forChannel({
        settings: settings.delivery,
        lookupKeyring: settings.keyrings.lookup,
        capacity: CAPACITY,
        nudges: nudgesOf(TOPICS.emailNudges.name),
        sender: EmailSender,
        senderDependencies: [
          { provide: EMAIL_SETTINGS, useValue: settings },
          { provide: SendgridClient, useFactory: () => new SendgridClient(settings.sendgrid) },
          {
            provide: EmailLinks,
            useFactory: (clock: Clock) => new EmailLinks(settings.keyrings.token, settings.process.appUrl, clock),
            inject: [Clock],
          },
        ],
      }),
    ],
  };
}

export const emailWorkerApp: AppDefinition<EmailSettings> = {
  loadSettings: loadEmailSettings,
  createModule,
  configure: (app) => void app.connectMicroservice({ strategy: app.get(KafkaBatchServer) }),
  port: (settings) => settings.process.port,
};

import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE, RouterModule } from '@nestjs/core';
import { Database, DatabaseModule, DatabaseUnavailableError } from '#database';
import { InboxModule } from '#delivery';
import { DispatchModule } from '#dispatch';
import { MessagingModule } from '#messaging';
import { UnsubscribeTokens } from '#privacy';
import {
  AccessTokenVerifier,
  type AppDefinition,
  Clock,
  LOGGER,
  type Logger,
  RuntimeModule,
  type RuntimeOverrides,
} from '#runtime';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, Response } from 'express';
import { AccessGuard } from './access/access.guard.js';
import { RateLimits } from './access/rate-limits.js';
import { AlertsController } from './alerts/alerts.controller.js';
import { alertProviders } from './alerts/alerts.providers.js';
import { AnalyticsController } from './analytics/analytics.controller.js';
import { AnalyticsService } from './analytics/analytics.service.js';
import { LiveFiguresFeed } from './analytics/live-figures.feed.js';
import { LiveFiguresReader } from './analytics/live-figures.reader.js';
import { ControlsController } from './controls/controls.controller.js';
import { ControlsService } from './controls/controls.service.js';
import { DashboardModule } from './dashboard/dashboard.module.js';
import { DeadLettersController } from './dead-letters/dead-letters.controller.js';
import { PII_KEYRING, ReplayService } from './dead-letters/replay.service.js';
import { DocsController } from './docs/docs.controller.js';
import { openApiDocument } from './docs/openapi-document.js';
import { ProblemsController } from './docs/problems.controller.js';
import { PublishedDocument } from './docs/published-document.js';
import { guardEdge } from './edge/edge.js';
import { ExplainController } from './explain/explain.controller.js';
import { ExplainService } from './explain/explain.service.js';
import { InboxController } from './inbox/inbox.controller.js';
import { InboxService } from './inbox/inbox.service.js';
import { QueueMetrics } from './metrics/queue.metrics.js';
import { BackgroundReader } from './notifications/background.reader.js';
import { NotificationsController } from './notifications/notifications.controller.js';
import { RetryService } from './notifications/retry.service.js';
import { BRAND } from './pages/brand.js';
import { PreferencePageModule } from './preference-page/preference-page.module.js';
import { type PreferencesApiSettings, loadPreferencesApiSettings } from './preferences-api.settings.js';
import { PreferencesController } from './preferences/preferences.controller.js';
import { PreferencesService } from './preferences/preferences.service.js';
import { ProblemFilter } from './problems/problem.filter.js';
import { validationPipe } from './problems/validation.pipe.js';
import { ExportService } from './recipients/export.service.js';
import { KnownContactsReader } from './recipients/known-contacts.reader.js';
import { RecipientsController } from './recipients/recipients.controller.js';
import { RecipientsService } from './recipients/recipients.service.js';
import { SuppressionsController } from './suppressions/suppressions.controller.js';
import { SuppressionsService } from './suppressions/suppressions.service.js';
import { showPixelForUndecodable } from './tracking/pixel.js';
import { TrackingController } from './tracking/tracking.controller.js';
import { trackingProviders } from './tracking/tracking.providers.js';
import { TriggerController } from './trigger/trigger.controller.js';
import { TriggerService } from './trigger/trigger.service.js';
import { UnsubscribeController } from './unsubscribe/unsubscribe.controller.js';
import { UnsubscribeService } from './unsubscribe/unsubscribe.service.js';
import { WEBHOOK_CONTROLLERS, webhookProviders } from './webhooks/webhooks.providers.js';

const NAME = 'preferences-api';
const BASE_PATH = '/api/v2';
/** Below it lies the hosted page. */
const PAGE_PATH = '/preferences';
/** What answers also while the database is away. */
const STANDING_ALONE = /^\/(docs|openapi\.json|problems|assets|track)(\/|$)/;

@Module({
  // In this order: `notifications/:id` would answer for the addresses of the others.
  controllers: [
    PreferencesController,
    UnsubscribeController,
    InboxController,
    RecipientsController,
    DeadLettersController,
    AlertsController,
    ControlsController,
    SuppressionsController,
    TriggerController,
    AnalyticsController,
    ExplainController,
    NotificationsController,
    ...WEBHOOK_CONTROLLERS,
    TrackingController,
    DocsController,
    ProblemsController,
  ],
  providers: [
    PreferencesService,
    UnsubscribeService,
    InboxService,
    RecipientsService,
    ExportService,
    KnownContactsReader,
    ReplayService,
    ControlsService,
    SuppressionsService,
    TriggerService,
    RetryService,
    BackgroundReader,
    QueueMetrics,
    ExplainService,
    AnalyticsService,
    LiveFiguresReader,
    LiveFiguresFeed,
    PublishedDocument,
  ],
})
class PreferencesApiModule {}

function createModule(settings: PreferencesApiSettings, overrides: RuntimeOverrides = {}): DynamicModule {
  return {
    module: PreferencesApiModule,
    imports: [
      RuntimeModule.forApp({
        app: NAME,
        logLevel: settings.process.logLevel,
        tracing: settings.tracing,
        ...overrides,
      }),
      DatabaseModule.forApp(settings.database, NAME, settings.keyrings.pii, 'any'),
      MessagingModule.forApp(settings.kafka, NAME),
      DispatchModule.forApp(settings.delivery, settings.keyrings.lookup),
      InboxModule.forApp({ brand: settings.brand, defaultTimeZone: settings.delivery.defaultTimeZone }),
      PreferencePageModule.forApp({
        brand: settings.brand,
        defaultTimeZone: settings.delivery.defaultTimeZone,
        tokenKeyring: settings.keyrings.token,
        lookupKeyring: settings.keyrings.lookup,
      }),
      DashboardModule,
      // For this module only: health and metrics stay at the root, as on every app.
      RouterModule.register([{ path: BASE_PATH, module: PreferencesApiModule }]),
    ],
    providers: [
      { provide: APP_GUARD, useClass: AccessGuard },
      { provide: APP_PIPE, useValue: validationPipe },
      {
        provide: APP_FILTER,
        useFactory: (logger: Logger) => new ProblemFilter(settings.process.appUrl, logger),
        inject: [LOGGER],
      },
      {
        provide: AccessTokenVerifier,
        useFactory: (clock: Clock) => new AccessTokenVerifier(settings.auth, clock),
        inject: [Clock],
      },
      { provide: RateLimits, useFactory: () => new RateLimits(settings.edge.rateLimits) },
      { provide: BRAND, useValue: settings.brand },
      { provide: PII_KEYRING, useValue: settings.keyrings.pii },
      { provide: UnsubscribeTokens, useValue: new UnsubscribeTokens(settings.keyrings.token) },
      ...alertProviders(settings.alertWebhook),
      ...webhookProviders({ ...settings, appUrl: settings.process.appUrl }),
      ...trackingProviders(settings.keyrings.token, settings.tracking),
    ],
  };
}

function configure(app: NestExpressApplication, settings: PreferencesApiSettings): void {
  guardEdge(app, settings.edge);
  const database = app.get(Database);
  app.use([BASE_PATH, PAGE_PATH], (request: Request, response: Response, next: NextFunction) => {
    response.setHeader('Cache-Control', 'no-store');
    const canAnswer = hasConnected(database) || STANDING_ALONE.test(request.path);
    next(canAnswer ? undefined : new DatabaseUnavailableError(undefined));
  });
  app.use(`${BASE_PATH}/track/email`, showPixelForUndecodable);
  app.get(PublishedDocument).publish(openApiDocument(app));
}

/** A statement before the first connection waits for it, which is right for a worker; somebody who asks wants an answer. */
function hasConnected(database: Database): boolean {
  return database.dataSource.isInitialized;
}

/** REST under `/api/v2`; the settings say where its database is and whose tokens it trusts. */
export const preferencesApiApp: AppDefinition<PreferencesApiSettings> = {
  loadSettings: loadPreferencesApiSettings,
  createModule,
  configure,
  port: (settings) => settings.process.port,
};

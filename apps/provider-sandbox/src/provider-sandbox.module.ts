import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { Controls } from './controls/controls.service.js';
import { ControlsController } from './controls/controls.controller.js';
import { RateLimits } from './controls/rate-limits.service.js';
import { ErasuresController } from './erasures/erasures.controller.js';
import { Erasures } from './erasures/erasures.service.js';
import { FaultScripts } from './faults/fault-scripts.service.js';
import { FaultsController } from './faults/faults.controller.js';
import { LedgerController } from './ledger/ledger.controller.js';
import { Ledger } from './ledger/ledger.service.js';
import { Herald } from './lives/herald.service.js';
import { LifeRunner } from './lives/life-runner.service.js';
import { LifeScripts } from './lives/life-scripts.service.js';
import { LifeService } from './lives/life.service.js';
import { LivesController } from './lives/lives.controller.js';
import {
  PROVIDER_CREDENTIALS,
  type ProviderCredentials,
  WEBHOOK_SETTINGS,
  type WebhookSettings,
} from './provider-sandbox.settings.js';
import { PictureFetches } from './readers/picture-fetches.service.js';
import { EventWebhook } from './sendgrid/event-webhook.service.js';
import { EventWebhookSigner } from './sendgrid/event-webhook.signer.js';
import { MailBodyFaultFilter } from './sendgrid/mail-body-fault.filter.js';
import { SendGridController } from './sendgrid/sendgrid.controller.js';
import { Answerer } from './submissions/answerer.service.js';
import { CoursePlanner } from './submissions/course-planner.service.js';
import { SubmissionService } from './submissions/submission.service.js';
import { InboundTextsController } from './twilio/inbound-texts.controller.js';
import { InboundTexts } from './twilio/inbound-texts.service.js';
import { OptOuts } from './twilio/opt-outs.service.js';
import { StatusCallbacks } from './twilio/status-callbacks.service.js';
import { TwilioWebhooks } from './twilio/twilio-webhooks.service.js';
import { TwilioController } from './twilio/twilio.controller.js';
import { Agenda } from './webhooks/agenda.service.js';
import { WebhookOutbox } from './webhooks/webhook-outbox.service.js';

/** Stands in for SendGrid and Twilio in development, tests and benchmarks. */
@Module({})
export class ProviderSandboxModule {
  static with(credentials: ProviderCredentials, webhooks: WebhookSettings): DynamicModule {
    return {
      module: ProviderSandboxModule,
      controllers: [
        SendGridController,
        TwilioController,
        FaultsController,
        LivesController,
        LedgerController,
        InboundTextsController,
        ErasuresController,
        ControlsController,
      ],
      providers: [
        { provide: PROVIDER_CREDENTIALS, useValue: credentials },
        { provide: WEBHOOK_SETTINGS, useValue: webhooks },
        { provide: APP_FILTER, useClass: MailBodyFaultFilter },
        ...[Controls, RateLimits, Ledger, Agenda, WebhookOutbox, Erasures],
        ...[FaultScripts, CoursePlanner, Answerer, SubmissionService],
        ...[LifeScripts, LifeService, LifeRunner, Herald, PictureFetches],
        ...[EventWebhook, EventWebhookSigner],
        ...[TwilioWebhooks, StatusCallbacks, InboundTexts, OptOuts],
      ],
    };
  }
}

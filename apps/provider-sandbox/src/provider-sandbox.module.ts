import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { FaultScripts } from './faults/fault-scripts.service.js';
import { FaultsController } from './faults/faults.controller.js';
import { LedgerController } from './ledger/ledger.controller.js';
import { Ledger } from './ledger/ledger.service.js';
import { PROVIDER_CREDENTIALS, type ProviderCredentials } from './provider-sandbox.settings.js';
import { MailBodyFaultFilter } from './sendgrid/mail-body-fault.filter.js';
import { SendGridController } from './sendgrid/sendgrid.controller.js';
import { SubmissionService } from './submissions/submission.service.js';
import { TwilioController } from './twilio/twilio.controller.js';

/** Stands in for SendGrid and Twilio in development, tests and benchmarks. */
@Module({})
export class ProviderSandboxModule {
  static with(credentials: ProviderCredentials): DynamicModule {
    return {
      module: ProviderSandboxModule,
      controllers: [SendGridController, TwilioController, FaultsController, LedgerController],
      providers: [
        { provide: PROVIDER_CREDENTIALS, useValue: credentials },
        { provide: APP_FILTER, useClass: MailBodyFaultFilter },
        FaultScripts,
        Ledger,
        SubmissionService,
      ],
    };
  }
}

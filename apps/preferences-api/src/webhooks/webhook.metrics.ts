import { Inject, Injectable } from '@nestjs/common';
import { Counter, Registry } from 'prom-client';

/** What came of a report. `applied`: to an address, to no message. `unmatched`: about nothing of ours. `unreadable`: signed, and yet no event. */
export type ReportEffect = 'moved' | 'recorded' | 'applied' | 'repeated' | 'ignored' | 'unmatched' | 'unreadable';

@Injectable()
export class WebhookMetrics {
  readonly reports: Counter<'provider' | 'event' | 'effect'>;
  readonly refused: Counter<'provider'>;
  readonly duplicates: Counter<'provider'>;
  readonly accountFaults: Counter<'provider' | 'code'>;

  constructor(@Inject(Registry) registry: Registry) {
    const registers = [registry];
    this.reports = new Counter({
      name: 'webhook_reports_total',
      help: 'What providers reported, and what came of it',
      labelNames: ['provider', 'event', 'effect'],
      registers,
    });
    this.refused = new Counter({
      name: 'webhook_refused_total',
      help: 'Requests to the webhooks without a valid signature',
      labelNames: ['provider'],
      registers,
    });
    this.duplicates = new Counter({
      name: 'possible_duplicates_total',
      help: 'Notifications of which the provider took more than one attempt',
      labelNames: ['provider'],
      registers,
    });
    this.accountFaults = new Counter({
      name: 'provider_account_faults_total',
      help: 'Messages that the provider took and did not deliver for a fault of our account',
      labelNames: ['provider', 'code'],
      registers,
    });
  }
}

import { Inject, Injectable } from '@nestjs/common';
import { Counter, Registry } from 'prom-client';

/** What came of a report. `applied`: to an address, to no message. `unmatched`: about nothing of ours. `unreadable`: signed, and yet no event. */
export type ReportEffect = 'moved' | 'recorded' | 'applied' | 'repeated' | 'ignored' | 'unmatched' | 'unreadable';

/** What the providers' documents name, what a customer's text asked for, and `pixel`: our own picture was fetched. */
const EVENTS: ReadonlySet<string> = new Set([
  ...['processed', 'deferred', 'delivered', 'bounce', 'dropped', 'open', 'click', 'spamreport', 'unsubscribe'],
  ...['group_unsubscribe', 'group_resubscribe'],
  ...['accepted', 'scheduled', 'queued', 'sending', 'sent', 'undelivered', 'failed', 'canceled', 'read'],
  ...['inbound', 'inbound_stop', 'inbound_start', 'inbound_help'],
  'pixel',
]);

/** How a message ended. Shown at 0 from the beginning: the first one after a start would else be no increase to Prometheus. */
const ENDS = {
  email: ['delivered', 'bounce', 'dropped'],
  sms: ['delivered', 'undelivered', 'failed'],
} as const;

/** Every value of the label `event`. */
export const EVENT_LABELS: readonly string[] = [...EVENTS, 'other'];

/** The label's list is closed, though a provider may report whatever it likes. */
export function eventLabel(event: string): string {
  return EVENTS.has(event) ? event : 'other';
}

@Injectable()
export class WebhookMetrics {
  readonly reports: Counter<'channel' | 'event' | 'effect'>;
  readonly refused: Counter<'channel'>;
  readonly duplicates: Counter<'channel'>;
  readonly accountFaults: Counter<'channel' | 'code'>;

  constructor(@Inject(Registry) registry: Registry) {
    const registers = [registry];
    this.reports = new Counter({
      name: 'notification_webhook_reports_total',
      help: 'What providers reported, customers texted and pictures of ours in emails told (pixel), and what came of it',
      labelNames: ['channel', 'event', 'effect'],
      registers,
    });
    for (const [channel, events] of Object.entries(ENDS))
      for (const event of events) this.reports.inc({ channel, event, effect: 'moved' }, 0);
    this.refused = new Counter({
      name: 'notification_webhook_refused_total',
      help: 'Requests to the webhooks without a valid signature',
      labelNames: ['channel'],
      registers,
    });
    this.duplicates = new Counter({
      name: 'notification_possible_duplicates_total',
      help: 'Notifications of which the provider took more than one attempt',
      labelNames: ['channel'],
      registers,
    });
    this.accountFaults = new Counter({
      name: 'notification_provider_account_faults_total',
      help: 'Messages that the provider took and did not deliver for a fault of our account',
      labelNames: ['channel', 'code'],
      registers,
    });
  }
}

/** Implements F5, AC-17. Reads what the rules look at. */
import { Injectable } from '@nestjs/common';
import { type AttemptOutcome, CHANNELS, type Channel, NOTIFICATION_TYPES, type NotificationStatus } from '#contracts';
import {
  Database,
  type RecentFigure,
  countDefaultRows,
  countGivenUp,
  countObjectives,
  findHalted,
  findOldestDue,
  findReporting,
  loadPauses,
  sumRecentFigures,
} from '#database';
import { ConsumerLag } from '#messaging';
import {
  ALERT_RULES,
  type AccountFaultCount,
  type AlertFacts,
  type ChannelCalls,
  type ChannelDeliveries,
  type ChannelReports,
  type ConsumerState,
  type FigureViewName,
  type Standstills,
  providerError,
  stalledSeconds,
  standstillsAfter,
} from '#notifications';
import type { Provider } from '../webhooks/webhook-report.js';

const MINUTE_MS = 60_000;

/** Of the rules on burn rates, each once. */
const OBJECTIVE_WINDOWS = [
  ...new Set<number>([...ALERT_RULES.N1BurningFast.windowsMs, ...ALERT_RULES.N1BurningSlow.windowsMs]),
];

/** Providers that report what became of a message. That one arrived may also show in its picture being fetched, which is no report. */
const REPORTERS = [
  { channel: 'email', provider: 'sendgrid' },
  { channel: 'sms', provider: 'twilio' },
] as const satisfies readonly { readonly channel: Channel; readonly provider: Provider }[];

@Injectable()
export class AlertFactsReader {
  private standstills: Standstills = new Map();

  constructor(
    private readonly database: Database,
    private readonly consumerLag: ConsumerLag,
  ) {}

  /** Call it again and again: whether a consumer gets on shows in two looks. @throws DatabaseUnavailableError */
  async read(now: Date): Promise<AlertFacts> {
    const { database } = this;
    const givenUp = await countGivenUp(
      database,
      before(now, ALERT_RULES.DeadLettersGrowing.windowMs),
      before(now, ALERT_RULES.RejectedEventsGrowing.windowMs),
    );
    return {
      objectives: await countObjectives(database, OBJECTIVE_WINDOWS, now),
      calls: await this.countCalls(now),
      deliveries: await this.countDeliveries(now),
      reports: await this.countReports(now),
      waiting: await findOldestDue(database, now),
      accountFaults: await this.countAccountFaults(now),
      templateErrors: await this.countTemplateErrors(now),
      halts: await findHalted(database),
      pauses: await loadPauses(database),
      deadLetters: givenUp.notifications,
      rejectedEvents: givenUp.events,
      defaultPartitionRows: await countDefaultRows(database),
      consumers: await this.readConsumers(now),
    };
  }

  private async countCalls(now: Date): Promise<ChannelCalls[]> {
    const figures = await this.figures('attempt', now, ALERT_RULES.ProviderCallsFailing.windowMs);
    return CHANNELS.map((channel) => {
      const count = (label: AttemptOutcome) => countOf(figures, { channel, label });
      const failed = count('retryable') + count('unconfirmed');
      return { channel, calls: failed + count('accepted') + count('permanent'), failed };
    });
  }

  private async countDeliveries(now: Date): Promise<ChannelDeliveries[]> {
    const figures = await this.figures('outcome', now, ALERT_RULES.DeliveriesFailing.windowMs);
    const count = (channel: Channel, label: NotificationStatus) => countOf(figures, { channel, label });
    return CHANNELS.map((channel) => ({
      channel,
      delivered: count(channel, 'delivered'),
      failed: count(channel, 'failed'),
    }));
  }

  private async countReports(now: Date): Promise<ChannelReports[]> {
    const { windowMs, settleMs, threshold } = ALERT_RULES.WebhookSilence;
    const calls = await this.figures('attempt', now, windowMs, settleMs);
    const accepted = REPORTERS.map(({ channel, provider }) => {
      return { channel, provider, accepted: countOf(calls, { channel, label: 'accepted' }) };
    });
    const asked = accepted.filter((one) => one.accepted >= threshold).map(({ provider }) => provider);
    const reporting = await findReporting(this.database, asked, before(now, windowMs));
    return accepted.map(({ channel, provider, accepted }) => ({
      channel,
      accepted,
      hasReported: reporting.has(provider),
    }));
  }

  private async countAccountFaults(now: Date): Promise<AccountFaultCount[]> {
    const figures = await this.figures('error', now, ALERT_RULES.ProviderAccountFault.windowMs);
    const counts = new Map<string, AccountFaultCount>();
    for (const { channel, label: code, net } of figures) {
      if (providerError(code)?.meaning !== 'account') continue;
      const key = `${channel} ${code}`;
      counts.set(key, { channel, code, count: (counts.get(key)?.count ?? 0) + net });
    }
    return [...counts.values()];
  }

  private async countTemplateErrors(now: Date): Promise<AlertFacts['templateErrors']> {
    const figures = await this.figures('failure', now, ALERT_RULES.TemplateErrors.windowMs);
    return NOTIFICATION_TYPES.map((type) => ({
      type,
      count: countOf(figures, { type, label: 'failed', detail: 'template_error' }),
    }));
  }

  /** Of so many minutes, the one under way included, save the last ones. */
  private figures(view: FigureViewName, now: Date, windowMs: number, saveMs = 0): Promise<RecentFigure[]> {
    const next = Math.floor(now.getTime() / MINUTE_MS + 1) * MINUTE_MS;
    return sumRecentFigures(this.database, view, new Date(next - windowMs), new Date(next - saveMs));
  }

  private async readConsumers(now: Date): Promise<ConsumerState[]> {
    const lags = await this.consumerLag.read();
    this.standstills = standstillsAfter(lags, this.standstills, now);
    return lags.map(({ topic, lag }) => ({
      topic,
      lag,
      stalledSeconds: stalledSeconds(topic, this.standstills, now),
    }));
  }
}

function before(now: Date, ms: number): Date {
  return new Date(now.getTime() - ms);
}

function countOf(figures: readonly RecentFigure[], of: Partial<Omit<RecentFigure, 'net'>>): number {
  const wanted = Object.entries(of) as [keyof RecentFigure, string][];
  return figures
    .filter((figure) => wanted.every(([field, value]) => figure[field] === value))
    .reduce((total, { net }) => total + net, 0);
}

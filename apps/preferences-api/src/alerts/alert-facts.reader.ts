/** Implements F5, AC-17. Reads what the rules look at. */
import { Injectable } from '@nestjs/common';
import {
  type AttemptOutcome,
  CHANNELS,
  type Channel,
  NOTIFICATION_TYPES,
  type NotificationStatus,
  type Reason,
} from '#contracts';
import {
  Database,
  type RecentFigure,
  countDefaultRows,
  countObjectives,
  countRejectedEvents,
  findHalts,
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
  isRecipientsFault,
  providerError,
  stalledSeconds,
  standstillsAfter,
} from '#notifications';
import type { Provider } from '../webhooks/webhook-report.js';

const MINUTE_MS = 60_000;
const DELIVERED: NotificationStatus = 'delivered';
const FAILED: NotificationStatus = 'failed';
const TEMPLATE_ERROR: Reason = 'template_error';

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
    return {
      objectives: await countObjectives(database, OBJECTIVE_WINDOWS, now),
      calls: await this.countCalls(now),
      deliveries: await this.countDeliveries(now),
      reports: await this.countReports(now),
      waiting: await findOldestDue(database, now),
      accountFaults: await this.countAccountFaults(now),
      templateErrors: await this.countTemplateErrors(now),
      halts: await findHalts(database),
      pauses: await loadPauses(database),
      deadLetters: await this.countDeadLetters(now),
      rejectedEvents: await countRejectedEvents(database, before(now, ALERT_RULES.RejectedEventsGrowing.windowMs)),
      defaultPartitionRows: await countDefaultRows(database),
      consumers: await this.readConsumers(now),
    };
  }

  private async countCalls(now: Date): Promise<ChannelCalls[]> {
    const { windowMs, notCountedCodes } = ALERT_RULES.ProviderCallsFailing;
    const figures = await this.figures('attempt', now, windowMs);
    const errors = await this.figures('error', now, windowMs);
    return CHANNELS.map((channel) => {
      const count = (label: AttemptOutcome) => countOf(figures, { channel, label });
      const notCounted = sum(notCountedCodes.map((code) => countOf(errors, { channel, label: code })));
      const failed = Math.max(0, count('retryable') + count('unconfirmed') - notCounted);
      return { channel, calls: failed + count('accepted') + count('permanent'), failed };
    });
  }

  private async countDeliveries(now: Date): Promise<ChannelDeliveries[]> {
    const figures = await this.figures('outcome', now, ALERT_RULES.DeliveriesFailing.windowMs);
    return CHANNELS.map((channel) => ({
      channel,
      delivered: stayedOf(figures, { channel, label: DELIVERED }),
      failed: countOf(figures, { channel, label: FAILED }),
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
    for (const { channel, label: code, amount } of figures) {
      if (providerError(code)?.meaning !== 'account') continue;
      const key = `${channel} ${code}`;
      counts.set(key, { channel, code, count: (counts.get(key)?.count ?? 0) + amount });
    }
    return [...counts.values()];
  }

  private async countDeadLetters(now: Date): Promise<number> {
    const figures = await this.figures('failure', now, ALERT_RULES.DeadLettersGrowing.windowMs);
    return countOf(
      figures.filter(({ channel, detail }) => !isRecipientsFault(channel, detail)),
      { label: FAILED },
    );
  }

  private async countTemplateErrors(now: Date): Promise<AlertFacts['templateErrors']> {
    const figures = await this.figures('failure', now, ALERT_RULES.TemplateErrors.windowMs);
    return NOTIFICATION_TYPES.map((type) => ({
      type,
      count: countOf(figures, { type, label: FAILED, detail: TEMPLATE_ERROR }),
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

type Wanted = Partial<Pick<RecentFigure, 'channel' | 'type' | 'label' | 'detail'>>;

/** What came, whatever became of it: a replay of old failures must not hide new ones. */
function countOf(figures: readonly RecentFigure[], wanted: Wanted): number {
  return sum(matching(figures, wanted).map(({ amount }) => amount));
}

/** What came and did not leave again; what left may have come before the span. */
function stayedOf(figures: readonly RecentFigure[], wanted: Wanted): number {
  return Math.max(0, sum(matching(figures, wanted).map(({ amount, departed }) => amount - departed)));
}

function matching(figures: readonly RecentFigure[], wanted: Wanted): RecentFigure[] {
  const fields = Object.entries(wanted) as [keyof Wanted, string][];
  return figures.filter((figure) => fields.every(([field, value]) => figure[field] === value));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

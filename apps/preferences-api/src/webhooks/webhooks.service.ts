/** Implements F4, F7, N6, N9, AC-15. Stores what providers report and applies it, in one transaction; then tells the world. */
import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import {
  type AttemptReport,
  Database,
  type OutboxRow,
  type ReportResult,
  START_WINDOW_MS,
  type Sql,
  applyReports,
  findLastEmail,
  insertOutbox,
  insertWebhooks,
  isBadData,
} from '#database';
import { DELIVERY_SETTINGS, type DeliverySettings, newsOfReport } from '#delivery';
import { OutboxPublisher } from '#messaging';
import { Clock, Gatherer, IdGenerator } from '#runtime';
import { CHANNEL_OF, type Provider, type WebhookReport } from './webhook-report.js';
import { WebhookMetrics, type ReportEffect } from './webhook.metrics.js';

/** A report and what came of it. */
interface Outcome {
  readonly report: WebhookReport;
  readonly effect: ReportEffect;
}

interface Taken {
  readonly outcomes: readonly Outcome[];
  readonly results: readonly ReportResult[];
  /** null: there is no news. */
  readonly outbox: OutboxRow | null;
}

/** In one transaction; a request may bring more. */
const MOST_REPORTS = 500;

@Injectable()
export class WebhooksService {
  /** Providers make many requests, most with a single report. */
  private readonly incoming = { sendgrid: this.gathererOf('sendgrid'), twilio: this.gathererOf('twilio') };

  constructor(
    private readonly database: Database,
    private readonly outbox: OutboxPublisher,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
    private readonly metrics: WebhookMetrics,
    @Inject(DELIVERY_SETTINGS) private readonly settings: DeliverySettings,
  ) {}

  /**
   * Resolves once everything is committed, and no attempt starts any more that a report has made needless: a worker that claimed the row
   * before our commit may start its request up to START_WINDOW after its claim. Reports that were seen before change nothing.
   * @throws DatabaseUnavailableError
   */
  async take(provider: Provider, reports: readonly WebhookReport[]): Promise<void> {
    if (await this.takeGathered(provider, reports)) await delay(START_WINDOW_MS);
  }

  private async takeGathered(provider: Provider, reports: readonly WebhookReport[]): Promise<boolean> {
    try {
      return await this.incoming[provider].add(reports);
    } catch (error) {
      if (!isBadData(error)) throw error;
      // It may be another request's value that the database refuses: on its own, each gets its own answer.
      return this.takeTogether(provider, reports);
    }
  }

  private gathererOf(provider: Provider): Gatherer<readonly WebhookReport[], boolean> {
    const run = async (requests: readonly (readonly WebhookReport[])[]) => {
      const overtookSend = await this.takeTogether(provider, requests.flat());
      return requests.map(() => overtookSend);
    };
    return new Gatherer(run, { most: MOST_REPORTS, weigh: (reports) => reports.length });
  }

  /** @returns whether a worker may be about to send what one of them has settled */
  private async takeTogether(provider: Provider, reports: readonly WebhookReport[]): Promise<boolean> {
    const { outcomes, results, outbox } = await this.database.transaction((sql) => this.store(sql, provider, reports));
    if (outbox !== null) this.outbox.publishBehind(outbox);
    for (const { report, effect } of outcomes) this.metrics.reports.inc({ provider, event: report.event, effect });
    this.metrics.duplicates.inc({ provider }, results.filter(({ repeated }) => repeated).length);
    return results.some(({ overtakesSend }) => overtakesSend);
  }

  private async store(sql: Sql, provider: Provider, reports: readonly WebhookReport[]): Promise<Taken> {
    const now = this.clock.now();
    const channel = CHANNEL_OF[provider];
    const distinct = new Map(reports.map((report) => [report.dedupeKey, report]));
    const fresh = await insertWebhooks(sql, provider, [...distinct.values()], now);
    const matched = await matchAll(
      sql,
      [...distinct.values()].filter((report) => fresh.has(report.dedupeKey)),
    );
    const delays = this.settings.retryDelays[channel];
    const results = await applyReports(sql, channel, [...matched.values()], { delays, now });
    const messages = results.flatMap((result) => newsOfReport(result, now));
    const outbox = messages.length === 0 ? null : { id: this.ids.next(), messages };
    if (outbox !== null) await insertOutbox(sql, outbox, now);

    const resultOf = new Map(results.map((result) => [result.report, result]));
    const outcomes = reports.map((report): Outcome => {
      const isFirst = fresh.has(report.dedupeKey) && distinct.get(report.dedupeKey) === report;
      const attempt = matched.get(report);
      return { report, effect: isFirst ? effectOf(report, attempt && resultOf.get(attempt)) : 'repeated' };
    });
    return { outcomes, results, outbox };
  }
}

/** Reports that bear on an attempt of ours. */
async function matchAll(sql: Sql, reports: readonly WebhookReport[]): Promise<Map<WebhookReport, AttemptReport>> {
  const matched = new Map<WebhookReport, AttemptReport>();
  for (const report of reports) {
    const { said, about, at, providerMessageId } = report;
    if (said === null || about === null) continue;
    const found = 'addressHashes' in about ? await findLastEmail(sql, { hashes: about.addressHashes, at }) : about;
    if (found === undefined) continue;
    const { notificationId, attempt } = found;
    const { kind, code } = said;
    matched.set(report, { notificationId, evidence: { attempt, kind }, at, code, providerMessageId });
  }
  return matched;
}

function effectOf({ said }: WebhookReport, result: ReportResult | undefined): ReportEffect {
  if (said === null) return 'ignored';
  if (result === undefined || result.notification === null) return 'unmatched';
  return result.move === null ? 'recorded' : 'moved';
}

/** Implements F4, F7, N6, N8, N9, AC-15. Stores what providers report and applies it, in one transaction. */
import { Inject, Injectable } from '@nestjs/common';
import {
  type AttemptReport,
  type Halt,
  type OutboxRow,
  type ReportResult,
  type SeenWebhook,
  type Sql,
  type Transaction,
  applyReports,
  findLastEmail,
  findOfErased,
  haltChannel,
  insertOutbox,
  insertWebhooks,
} from '#database';
import { DELIVERY_SETTINGS, type DeliverySettings, newsOfReport, nextProbe } from '#delivery';
import { Clock, IdGenerator, Tracing } from '#runtime';
import { type AccountFault, accountFaultsAmong } from './account-faults.js';
import { ObjectionsService } from './objections.service.js';
import { type ReportSpans, startReportSpans } from './report-spans.js';
import { CHANNEL_OF, type Provider, type WebhookReport } from './webhook-report.js';
import type { ReportEffect } from './webhook.metrics.js';

/** A report and what came of it. */
interface Outcome {
  readonly report: WebhookReport;
  readonly effect: ReportEffect;
}

export interface WrittenReports {
  readonly outcomes: readonly Outcome[];
  readonly results: readonly ReportResult[];
  readonly accountFaults: readonly AccountFault[];
  /** Somebody withdrew permission. */
  readonly revokes: boolean;
  /** null: there is no news. */
  readonly outbox: OutboxRow | null;
  /** To be ended after the commit. */
  readonly spans: ReportSpans;
}

@Injectable()
export class WebhookWriter {
  constructor(
    private readonly objections: ObjectionsService,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
    private readonly tracing: Tracing,
    @Inject(DELIVERY_SETTINGS) private readonly settings: DeliverySettings,
  ) {}

  /** Locks in this order: webhooks, preferences, notifications, addresses, the channel's state. */
  async write(sql: Transaction, provider: Provider, reports: readonly WebhookReport[]): Promise<WrittenReports> {
    const now = this.clock.now();
    const channel = CHANNEL_OF[provider];
    const distinct = new Map(reports.map((report) => [report.dedupeKey, report]));
    const seen = await insertWebhooks(sql, provider, [...distinct.values()].map(seenAs), now);
    const fresh = [...distinct.values()].filter((report) => seen.has(report.dedupeKey));
    const honoured = await this.objections.endEmails(sql, fresh);
    const matched = await withoutReadersErased(sql, await matchAll(sql, fresh));
    const delays = this.settings.retryDelays[channel];
    const results = await applyReports(sql, channel, [...matched.values()], { delays, now });
    await this.objections.suppress(sql, provider, honoured);
    const spans = await startReportSpans(this.tracing, sql, provider, results);
    const messages = results.flatMap((result) => newsOfReport(result, now, spans.get(result)?.traceparent));
    const outbox = messages.length === 0 ? null : { id: this.ids.next(), messages };
    if (outbox !== null) await insertOutbox(sql, outbox, now);
    const accountFaults = accountFaultsAmong(results);
    const fatal = accountFaults.find(({ stopsChannel }) => stopsChannel);
    // Last, for every worker of the channel asks for this row.
    if (fatal !== undefined) await haltChannel(sql, channel, haltFor(fatal, now));

    const resultOf = new Map(results.map((result) => [result.report, result]));
    const outcomes = reports.map((report): Outcome => {
      const isFirst = seen.has(report.dedupeKey) && distinct.get(report.dedupeKey) === report;
      const attempt = matched.get(report);
      return { report, effect: isFirst ? effectOf(report, attempt && resultOf.get(attempt)) : 'repeated' };
    });
    return { outcomes, results, accountFaults, revokes: honoured.revokes, outbox, spans };
  }
}

const haltFor = ({ code }: AccountFault, now: Date): Halt => ({
  reason: code,
  since: now,
  until: nextProbe(code, now),
});

const seenAs = ({ dedupeKey, event, objection }: WebhookReport): SeenWebhook => ({
  dedupeKey,
  event,
  isEvidence: objection !== null,
});

/** Reports that bear on an attempt of ours. */
async function matchAll(sql: Sql, reports: readonly WebhookReport[]): Promise<Map<WebhookReport, AttemptReport>> {
  const matched = new Map<WebhookReport, AttemptReport>();
  for (const report of reports) {
    const { said, about, at, providerMessageId, engagement } = report;
    if (said === null || about === null) continue;
    const found = 'addressHashes' in about ? await findLastEmail(sql, { hashes: about.addressHashes, at }) : about;
    if (found === undefined) continue;
    const { notificationId, attempt } = found;
    const { kind, code } = said;
    const evidence = { attempt, kind };
    matched.set(report, { notificationId, evidence, at, code, providerMessageId, ...(engagement && { engagement }) });
  }
  return matched;
}

/** Nobody watches what whoever was erased does with an email that arrived. */
async function withoutReadersErased(
  sql: Sql,
  matched: ReadonlyMap<WebhookReport, AttemptReport>,
): Promise<Map<WebhookReport, AttemptReport>> {
  const ofReaders = [...matched.values()].filter(({ engagement }) => engagement !== undefined);
  const erased = await findOfErased(
    sql,
    ofReaders.map(({ notificationId }) => notificationId),
  );
  const isLeftOut = ({ engagement, notificationId }: AttemptReport) =>
    engagement !== undefined && erased.has(notificationId);
  return new Map([...matched].filter(([, report]) => !isLeftOut(report)));
}

function effectOf({ said, objection }: WebhookReport, result: ReportResult | undefined): ReportEffect {
  if (said === null) return objection === null ? 'ignored' : 'applied';
  if (result === undefined || result.notification === null) return 'unmatched';
  return result.move === null ? 'recorded' : 'moved';
}

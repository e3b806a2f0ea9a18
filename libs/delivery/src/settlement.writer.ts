/** Implements F7, N9. Writes a batch of settlements, and what the world is told about them, in one transaction. */
import { Inject, Injectable } from '@nestjs/common';
import { encodeDeliveryNews, encodeInAppLive } from '#contracts';
import {
  type AppliedSettlement,
  Database,
  type OutboxMessage,
  type OutboxRow,
  type ReportResult,
  type Settlement,
  type SuppressedAddress,
  type Transaction,
  applyReports,
  findRepeated,
  insertOutbox,
  rememberTextedNumbers,
  settle,
  suppressAddresses,
} from '#database';
import { Clock, IdGenerator } from '#runtime';
import type { Assignment } from './assignment.js';
import { DeliveryMetrics } from './delivery.metrics.js';
import { DELIVERY_SETTINGS, type DeliverySettings } from './delivery.settings.js';
import { newsOfReport } from './report-news.js';

/** What became of one claim. */
export interface SettlementEntry {
  readonly assignment: Assignment;
  readonly settlement: Settlement;
  /** Nothing may be sent to this address again. */
  readonly suppress: boolean;
}

export interface WrittenSettlements {
  /** Those that changed their notification. */
  readonly applied: ReadonlySet<Settlement>;
  /** To be published now. */
  readonly outbox: OutboxRow | null;
}

@Injectable()
export class SettlementWriter {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
    private readonly metrics: DeliveryMetrics,
    @Inject(DELIVERY_SETTINGS) private readonly settings: DeliverySettings,
  ) {}

  /** @throws DatabaseUnavailableError */
  async write(batch: readonly SettlementEntry[]): Promise<WrittenSettlements> {
    const now = this.clock.now();
    const { duplicates, ...written } = await this.database.transaction((sql) => this.writeWithin(sql, batch, now));
    for (const { channel } of duplicates) this.metrics.duplicates.inc({ channel });
    return written;
  }

  private async writeWithin(sql: Transaction, batch: readonly SettlementEntry[], now: Date) {
    const settlements = batch.map((entry) => entry.settlement);
    const byId = new Map(batch.map((entry) => [entry.settlement.id, entry.assignment]));
    const changed = await settle(sql, settlements, now);
    const applied = new Set(changed.map(({ settlement }) => settlement));
    const found = await this.applyFindings(sql, [...applied], byId, now);
    const repeated = await findRepeated(
      sql,
      settlements.filter((settlement) => !applied.has(settlement)),
    );
    const optedOut = batch.flatMap((entry) => this.optOutOf(entry));
    if (optedOut.length > 0) await suppressAddresses(sql, optedOut, now);
    const texted = batch.flatMap(numberFirstTexted);
    if (texted.length > 0) await rememberTextedNumbers(sql, texted, now);
    const news = changed.flatMap((one) => messagesOf(one, byId.get(one.settlement.id), now));
    const newsFound = found.flatMap((result) =>
      newsOfReport(result, now, byId.get(result.report.notificationId)?.span?.traceparent),
    );
    const outbox = await this.keepOutbox(sql, [...news, ...newsFound], now);
    const duplicates = [
      ...found.flatMap(({ repeated, notification }) => (repeated ? (notification ?? []) : [])),
      ...repeated.flatMap((id) => byId.get(id) ?? []),
    ];
    return { applied, outbox, duplicates };
  }

  /** What the provider answered about attempts, on top of how their claims were settled: lock order is kept, the rows are locked. */
  private async applyFindings(
    sql: Transaction,
    applied: readonly Settlement[],
    assignments: ReadonlyMap<string, Assignment>,
    now: Date,
  ): Promise<ReportResult[]> {
    const reports = applied.flatMap(({ lookUp }) => lookUp?.reports ?? []);
    const channel = reports[0] && assignments.get(reports[0].notificationId)?.channel;
    if (channel === undefined) return [];
    return applyReports(sql, channel, reports, { delays: this.settings.retryDelays[channel], now }, 'look_up');
  }

  /** What the provider refuses for good, whether or not its claim still counted. */
  private optOutOf({ assignment: { channel, addressHash }, suppress }: SettlementEntry): SuppressedAddress[] {
    if (!suppress || addressHash === null) return [];
    const origin = { source: 'provider_answer', actor: 'provider' };
    return [{ id: this.ids.next(), channel, addressHash, reason: 'provider_opt_out', ...origin }];
  }

  private async keepOutbox(sql: Transaction, messages: readonly OutboxMessage[], now: Date): Promise<OutboxRow | null> {
    if (messages.length === 0) return null;
    const row: OutboxRow = { id: this.ids.next(), messages };
    await insertOutbox(sql, row, now);
    return row;
  }
}

/** Once the provider has taken the text that says how to stop them, whether or not its claim still counted. */
function numberFirstTexted({ assignment: { message, addressHash }, settlement }: SettlementEntry): Buffer[] {
  const told = message?.firstToNumber === true && settlement.attempt?.outcome === 'accepted';
  return told && addressHash !== null ? [addressHash] : [];
}

/** News for upstream, for the dead-letter topic and, in-app, for the stream. Ids only. */
function messagesOf(
  { settlement, told: sequence }: AppliedSettlement,
  assignment: Assignment | undefined,
  now: Date,
): OutboxMessage[] {
  const { outcome } = settlement;
  if (assignment === undefined || outcome.kind !== 'settled') return [];
  const { claim, channel, work, span } = assignment;
  const attempt = settlement.attempt?.number ?? claim.earlierAttempts + claim.attempts;
  const ids = { notificationId: claim.id, orderId: work.orderId, userId: claim.userId, type: work.type, channel };
  const { status, reason } = outcome;
  const news = { ...ids, status, reason, attempt, sequence };
  const messages: OutboxMessage[] = encodeDeliveryNews(news, now, span?.traceparent);
  if (status === 'sent' && channel === 'in_app') {
    messages.push(encodeInAppLive({ notificationId: claim.id, userId: claim.userId, change: 'arrived' }));
  }
  return messages;
}

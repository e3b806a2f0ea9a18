/** Implements F5, F9, N5. Figures of a span of time, read in one short transaction. */
import { Injectable } from '@nestjs/common';
import { type Analytics, CHANNELS, type Channel, type DeliveryRate } from '#contracts';
import {
  type ChannelWaiting,
  Database,
  countWaiting,
  describeErrors,
  planForSpans,
  readFigures,
  readTotals,
} from '#database';
import { INTERVAL_RESOLUTIONS, alignOutwards, deliveryRate, fittingInterval, intervalMs } from '#notifications';
import { Clock } from '#runtime';
import { analyticsOf, describedErrors, errorsOf } from './analytics-document.js';
import { type AnalyticsQuery, type DeliveryRateQuery, RATE_WINDOWS } from './analytics.query.js';
import { askedSpan } from './asked-span.js';
import { outcomesOf } from './outcomes.js';

@Injectable()
export class AnalyticsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** @throws ProblemError for a span that cannot be answered */
  async read(query: AnalyticsQuery): Promise<Analytics> {
    const now = this.clock.now();
    const asked = askedSpan(query, now);
    return this.database.transaction(async (sql) => {
      await planForSpans(sql);
      const figures = await readFigures(sql, asked.span, INTERVAL_RESOLUTIONS[asked.interval], now);
      const errors = errorsOf(figures);
      const seen = await describeErrors(sql, errors, asked.span, now);
      return analyticsOf(asked, figures, describedErrors(errors, seen));
    });
  }

  async readDeliveryRate({ channel, window }: DeliveryRateQuery): Promise<DeliveryRate> {
    const now = this.clock.now();
    const exact = { from: now.getTime() - RATE_WINDOWS[window], to: now.getTime() };
    const span = alignOutwards(exact, intervalMs(fittingInterval(exact, now.getTime())));
    const [outcomes, waiting] = await Promise.all([
      readTotals(this.database, ['outcome'], span, now),
      countWaiting(this.database, now),
    ]);
    const rateOn = (each: Channel) => {
      const { delivered, failed, suppressed } = outcomesOf(outcomes.filter((figure) => figure.channel === each));
      const rate = deliveryRate({ delivered, failed });
      return { channel: each, delivered, failed, pending: pendingOn(each, waiting), suppressed, rate };
    };
    return { window, channels: CHANNELS.filter((each) => channel === undefined || each === channel).map(rateOn) };
  }
}

/** Whatever it waits for. */
function pendingOn(channel: Channel, waiting: readonly ChannelWaiting[]): number {
  const { due, sending, unconfirmed, retrying, quietHours, paused } =
    waiting.find((one) => one.channel === channel) ?? NONE;
  return due + sending + unconfirmed + retrying + quietHours + paused;
}

const NONE = { due: 0, sending: 0, unconfirmed: 0, retrying: 0, quietHours: 0, paused: 0 } as const;

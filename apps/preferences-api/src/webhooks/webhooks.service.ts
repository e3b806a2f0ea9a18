/** Implements F7, N3, N9, AC-15. Takes what providers report, many requests at a time; then tells the world. */
import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Database, START_WINDOW_MS, hasSendingRowsOn, isBadData } from '#database';
import { OutboxPublisher } from '#messaging';
import { Clock, Gatherer } from '#runtime';
import { CHANNEL_OF, type Provider, type WebhookReport } from './webhook-report.js';
import { WebhookObserver } from './webhook.observer.js';
import { WebhookWriter } from './webhook.writer.js';

/** In one transaction; a request may bring more. */
const MOST_REPORTS = 500;

@Injectable()
export class WebhooksService {
  /** Providers make many requests, most with a single report. */
  private readonly incoming = {
    sendgrid: this.gathererOf('sendgrid'),
    twilio: this.gathererOf('twilio'),
    pixel: this.gathererOf('pixel'),
  };

  constructor(
    private readonly database: Database,
    private readonly writer: WebhookWriter,
    private readonly outbox: OutboxPublisher,
    private readonly observer: WebhookObserver,
    private readonly clock: Clock,
  ) {}

  /**
   * Resolves once everything is committed, and no attempt starts any more that a report has made needless or forbidden: a worker that claimed the row
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
      const mayOvertake = await this.takeTogether(provider, requests.flat());
      return requests.map(() => mayOvertake);
    };
    return new Gatherer(run, { most: MOST_REPORTS, weigh: (reports) => reports.length });
  }

  /** @returns whether a worker may be about to send what one of them has settled or forbidden */
  private async takeTogether(provider: Provider, reports: readonly WebhookReport[]): Promise<boolean> {
    const written = await this.database.transaction((sql) => this.writer.write(sql, provider, reports));
    const { results, revokes, outbox } = written;
    if (outbox !== null) this.outbox.publishBehind(outbox);
    this.observer.stored(provider, written);
    if (results.some(({ overtakesSend }) => overtakesSend)) return true;
    return revokes && (await hasSendingRowsOn(this.database, CHANNEL_OF[provider], this.clock.now()));
  }
}

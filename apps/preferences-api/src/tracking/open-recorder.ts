/** Implements F5, N6, N7, N9. Records that emails were opened, behind the answer: nobody learns from it what was recorded, or waits. */
import { type BeforeApplicationShutdown, Inject, Injectable } from '@nestjs/common';
import type { TrackingSettings } from '#delivery';
import { readerOf } from '#notifications';
import { InvalidTokenError, type OpenClaims, OpenTokens } from '#privacy';
import { Clock, LOGGER, type Logger, isRetryable, untilAvailable } from '#runtime';
import { WebhooksService } from '../webhooks/webhooks.service.js';
import { OPEN_WINDOW_MS, type OpenReport, openReport } from './open-report.js';
import { type FetchEffect, TrackingMetrics } from './tracking.metrics.js';

/** Injection token. */
export const TRACKING = Symbol('tracking of opens and clicks');

/** While the database is away. What comes on top is not recorded, and counted. */
export const MOST_WAITING = 10_000;

@Injectable()
export class OpenRecorder implements BeforeApplicationShutdown {
  private readonly stopping = new AbortController();
  private readonly behind = new Set<Promise<void>>();
  /** Keys of the window that runs. Only tokens of ours lead here, so that nobody else makes it grow. */
  private readonly taken = new Set<string>();
  private window = 0;

  constructor(
    private readonly tokens: OpenTokens,
    private readonly webhooks: WebhooksService,
    private readonly metrics: TrackingMetrics,
    private readonly clock: Clock,
    @Inject(TRACKING) private readonly tracking: TrackingSettings,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Returns at once. @param userAgent of whoever fetched the picture; forgotten once it said who that is */
  record(token: string, userAgent: string): void {
    const admitted = this.admit(token, userAgent);
    if (typeof admitted === 'string') this.metrics.count(admitted);
    else this.storeBehind(admitted);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    while (this.behind.size > 0) await Promise.all(this.behind);
  }

  private admit(token: string, userAgent: string): OpenReport | FetchEffect {
    // Emails from before it was changed still have their picture.
    if (this.tracking.opens !== 'pixel') return 'off';
    const claims = this.claimsOf(token);
    if (claims === undefined) return 'invalid';
    const report = openReport(claims, readerOf(userAgent), this.clock.now());
    if (this.isRepeat(report)) return 'repeated';
    return this.behind.size < MOST_WAITING ? report : 'dropped';
  }

  private claimsOf(token: string): OpenClaims | undefined {
    try {
      return this.tokens.verify(token);
    } catch (error) {
      if (error instanceof InvalidTokenError) return undefined;
      throw error;
    }
  }

  /** Whoever asks for one picture again and again reaches the database once in a window. */
  private isRepeat({ at, dedupeKey }: OpenReport): boolean {
    const window = Math.floor(at.getTime() / OPEN_WINDOW_MS);
    if (window !== this.window) this.taken.clear();
    this.window = window;
    return this.taken.has(dedupeKey);
  }

  private storeBehind(report: OpenReport): void {
    this.taken.add(report.dedupeKey);
    const work = this.store(report).finally(() => this.behind.delete(work));
    this.behind.add(work);
  }

  private async store(report: OpenReport): Promise<void> {
    const { notificationId } = report.about;
    try {
      const wait = (err: unknown) => this.logger.debug({ err, notificationId }, 'an open waits for the database');
      await untilAvailable(() => this.webhooks.take('pixel', [report]), wait, this.stopping.signal);
      this.metrics.count('recorded');
    } catch (error) {
      // Its picture is shown already: there is nobody left to tell.
      this.metrics.count('dropped');
      if (!isRetryable(error)) this.logger.error({ err: error, notificationId }, 'an open cannot be recorded');
    }
  }
}

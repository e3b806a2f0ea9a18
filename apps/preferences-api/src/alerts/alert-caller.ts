/** Implements F5, N9, AC-17. Makes the calls that tell of alerts, again and again until they are taken or too old to be of use. */
import { Inject, Injectable } from '@nestjs/common';
import { Database, type DueAlertCall, claimAlertCalls, endAlertCall, postponeAlertCall } from '#database';
import { Clock, LOGGER, type Logger, ProcessExit, isRetryable, RecurringTask } from '#runtime';
import { ANSWER_WITHIN_MS, AlertWebhook } from './alert-webhook.js';
import { AlertMetrics } from './alert.metrics.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Milliseconds after each failed try; after the last, nobody needs it any more. */
export const ALERT_CALL_DELAYS_MS = [
  5_000,
  30_000,
  2 * MINUTE,
  10 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  4 * HOUR,
] as const;

/** Of a call, wherever it waited: for a replica, or for a webhook that was not set. */
const OF_USE_MS = 24 * HOUR;

const EVERY_MS = 2_000;
const MOST_AT_ONCE = 10;
/** Longer than a call and its record take: while it lasts, no other replica makes the call. */
const LEASE_MS = 6 * ANSWER_WITHIN_MS;

/** The due calls, made once each. */
@Injectable()
export class AlertCalls {
  constructor(
    private readonly database: Database,
    private readonly webhook: AlertWebhook,
    private readonly clock: Clock,
    private readonly metrics: AlertMetrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** @returns how many were due @throws DatabaseUnavailableError; what was not recorded is made again once its lease is over */
  async makeDue(): Promise<number> {
    const now = this.clock.now();
    const due = await claimAlertCalls(this.database, MOST_AT_ONCE, now, new Date(now.getTime() + LEASE_MS));
    await Promise.all(due.map((call) => this.make(call)));
    return due.length;
  }

  private async make(call: DueAlertCall): Promise<void> {
    const begun = this.clock.now();
    if (begun.getTime() - call.createdAt.getTime() > OF_USE_MS) return this.giveUp(call, 'too_old', begun);
    const { end, code } = await this.webhook.call(call.id, call.body, begun);
    const now = this.clock.now();
    if (end === 'taken') {
      await endAlertCall(this.database, call, 'delivered', code, now);
      this.metrics.called('delivered');
      return;
    }
    const delay = end === 'never' ? undefined : ALERT_CALL_DELAYS_MS[call.attempts - 1];
    if (delay === undefined) await this.giveUp(call, code, now);
    else await this.postpone(call, code, new Date(now.getTime() + delay));
  }

  private async postpone(call: DueAlertCall, code: string, due: Date): Promise<void> {
    await postponeAlertCall(this.database, call, code, due);
    this.metrics.called('postponed');
    this.logger.warn({ callId: call.id, attempts: call.attempts, code }, 'the alert webhook did not take a call');
  }

  private async giveUp(call: DueAlertCall, code: string, now: Date): Promise<void> {
    await endAlertCall(this.database, call, 'given_up', code, now);
    this.metrics.called('given_up');
    this.logger.error({ callId: call.id, attempts: call.attempts, code }, 'a call to the alert webhook was given up');
  }
}

@Injectable()
export class AlertCaller extends RecurringTask {
  constructor(
    private readonly calls: AlertCalls,
    exit: ProcessExit,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    super(exit, 'the alert webhook is not called');
  }

  protected override async turn(): Promise<number> {
    return (await this.makeDue()) < MOST_AT_ONCE ? EVERY_MS : 0;
  }

  private async makeDue(): Promise<number> {
    try {
      return await this.calls.makeDue();
    } catch (error) {
      if (!isRetryable(error)) throw error;
      this.logger.warn({ err: error }, 'calls to the alert webhook wait');
      return 0;
    }
  }
}

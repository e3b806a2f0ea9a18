/** Implements F4, N3. Makes one provider call and says how it ended, whatever the sender does. */
import { Inject, Injectable } from '@nestjs/common';
import { Database, pauseChannel } from '#database';
import { Clock, LOGGER, type Logger, untilAvailable } from '#runtime';
import { TemplateError } from '#templates';
import { ChannelSender, type OutgoingMessage, type SendResult } from './channel-sender.js';
import { DeliveryMetrics } from './delivery.metrics.js';
import { NotStartedError, withStartGate } from './start-gate.js';

/** How long a channel rests after its provider refused our account. */
const CHANNEL_FAULT_PAUSE_MS = 60_000;

export type FinishedCall = {
  readonly result: Exclude<SendResult, { outcome: 'channel_fault' }>;
  readonly at: Date;
  readonly durationMs: number;
};

/** Why no call was made that counts. */
export type NoCall = 'not_started' | 'not_renderable' | 'channel_paused';

@Injectable()
export class ProviderCalls {
  constructor(
    private readonly database: Database,
    readonly sender: ChannelSender,
    private readonly clock: Clock,
    private readonly metrics: DeliveryMetrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** @param mayStart asked at the last moment before the request is written */
  async make(message: OutgoingMessage, mayStart: () => boolean): Promise<FinishedCall | NoCall> {
    const at = this.clock.now();
    const startedAt = this.clock.monotonic();
    const result = await this.send(message, mayStart);
    if (result === 'not_started' || result === 'not_renderable') return result;
    const { channel } = this.sender;
    this.metrics.attempts.inc({ channel, type: message.type, outcome: result.outcome, code: result.code ?? '' });
    if (result.outcome === 'channel_fault') return this.pause(result.code);
    return { result, at, durationMs: Math.round(this.clock.monotonic() - startedAt) };
  }

  /** A sender classifies whatever its provider does; anything it lets through is a fault of ours, and is retried like any unknown one. */
  private async send(
    message: OutgoingMessage,
    mayStart: () => boolean,
  ): Promise<SendResult | 'not_started' | 'not_renderable'> {
    const { notificationId } = message;
    try {
      return await withStartGate(mayStart, () => this.sender.send(message));
    } catch (error) {
      if (error instanceof NotStartedError) return 'not_started';
      if (error instanceof TemplateError) {
        this.logger.error({ err: error, notificationId }, 'template failed');
        return 'not_renderable';
      }
      this.logger.error({ err: error, notificationId }, 'sender failed');
      return { outcome: 'unconfirmed', code: 'unknown_error' };
    }
  }

  /** Nothing was taken and nothing is used up; all replicas see the pause. */
  private async pause(code: string): Promise<'channel_paused'> {
    const { channel } = this.sender;
    const now = this.clock.now();
    const until = new Date(now.getTime() + CHANNEL_FAULT_PAUSE_MS);
    this.logger.error({ channel, code, until }, 'channel paused: its provider refuses our account');
    await untilAvailable(
      () => pauseChannel(this.database, channel, until, code, now),
      (error) => this.logger.warn({ err: error }, 'pausing the channel waits'),
    );
    return 'channel_paused';
  }
}

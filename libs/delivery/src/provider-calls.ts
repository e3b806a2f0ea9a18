/** Implements F4, N3. Makes one provider call and says how it ended, whatever the sender does. */
import { Inject, Injectable } from '@nestjs/common';
import { NOTIFICATION_TYPES } from '#contracts';
import { Clock, LOGGER, type Logger, type TraceSpan } from '#runtime';
import { TemplateError } from '#templates';
import { ChannelSender, type OutgoingMessage, type SendResult } from './channel-sender.js';
import { DeliveryMetrics } from './delivery.metrics.js';
import { NotStartedError, type StartGate } from './start-gate.js';

export type FinishedCall = {
  readonly result: SendResult;
  /** When it began. */
  readonly at: Date;
  readonly durationMs: number;
};

/** Why no call was made. */
export type NoCall = 'not_started' | 'not_renderable';

const TAKEN = { outcome: 'accepted', code: '' } as const;

@Injectable()
export class ProviderCalls {
  constructor(
    readonly sender: ChannelSender,
    private readonly clock: Clock,
    private readonly metrics: DeliveryMetrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    // The first one after a start would else be no increase to Prometheus. Codes of failures are too many.
    for (const type of NOTIFICATION_TYPES) metrics.attempts.inc({ channel: sender.channel, type, ...TAKEN }, 0);
  }

  /**
   * @param mayStart asked at the last moment before the request is written
   * @param span what the call is a part of
   */
  async make(message: OutgoingMessage, mayStart: StartGate, span?: TraceSpan): Promise<FinishedCall | NoCall> {
    const at = this.clock.now();
    const startedAt = this.clock.monotonic();
    const result = await this.send(message, mayStart, span);
    if (result === 'not_started' || result === 'not_renderable') return result;
    const { channel } = this.sender;
    const durationMs = Math.round(this.clock.monotonic() - startedAt);
    this.metrics.attempts.inc({ channel, type: message.type, outcome: result.outcome, code: result.code ?? '' });
    this.metrics.attemptDuration.observe({ channel, outcome: result.outcome }, durationMs / 1_000);
    return { result, at, durationMs };
  }

  /** A sender classifies whatever its provider does; anything it lets through is a fault of ours, and is retried like any unknown one. */
  private async send(
    message: OutgoingMessage,
    mayStart: StartGate,
    span: TraceSpan | undefined,
  ): Promise<SendResult | 'not_started' | 'not_renderable'> {
    const fields = () => ({ notificationId: message.notificationId, ...span?.logFields });
    try {
      return await this.sender.send(message, mayStart, span);
    } catch (error) {
      if (error instanceof NotStartedError) return 'not_started';
      if (error instanceof TemplateError) {
        this.logger.error({ err: error, ...fields() }, 'template failed');
        return 'not_renderable';
      }
      this.logger.error({ err: error, ...fields() }, 'sender failed');
      return { outcome: 'unconfirmed', code: 'unknown_error' };
    }
  }
}

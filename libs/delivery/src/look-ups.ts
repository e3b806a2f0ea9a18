/** Implements F4, N9, AC-15. Asks the provider what it knows of attempts whose answer was lost, before anything is sent again. */
import { Inject, Injectable } from '@nestjs/common';
import { LOGGER, type Logger, type TraceSpan } from '#runtime';
import type { Assignment } from './assignment.js';
import { ChannelSender, type Inquiry, type LookUpResult } from './channel-sender.js';
import { DeliveryMetrics } from './delivery.metrics.js';

const NOTHING_TO_ASK: LookUpResult = { outcome: 'answered', findings: [] };

@Injectable()
export class LookUps {
  constructor(
    private readonly sender: ChannelSender,
    private readonly metrics: DeliveryMetrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Whether this claim is for asking, and for nothing else. */
  isDue({ claim, isLocked, message }: Assignment): boolean {
    const isKnown = message !== null || isLocked;
    return claim.claimedFrom === 'unconfirmed' && isKnown && this.sender.lookUp !== undefined;
  }

  async ask({ message, openAttempts, span }: Assignment): Promise<LookUpResult> {
    // Evidence came of each of them, and none that moved the notification.
    if (message === null || openAttempts === null) return NOTHING_TO_ASK;
    const result = await this.lookUp({ message, ...openAttempts }, span?.logFields);
    this.metrics.lookUps.inc({ channel: this.sender.channel, result: wordOf(result) });
    return result;
  }

  /** Whatever a sender lets through is a fault of ours. It must not make us send again what may have arrived. */
  private async lookUp(inquiry: Inquiry, traceFields: TraceSpan['logFields'] | undefined): Promise<LookUpResult> {
    try {
      return (await this.sender.lookUp?.(inquiry)) ?? NOTHING_TO_ASK;
    } catch (error) {
      const { notificationId } = inquiry.message;
      this.logger.error({ err: error, notificationId, ...traceFields }, 'look-up failed');
      return { outcome: 'unavailable', code: 'unknown_error' };
    }
  }
}

function wordOf(result: LookUpResult): 'found' | 'not_found' | 'unavailable' {
  if (result.outcome === 'unavailable') return 'unavailable';
  return result.findings.length > 0 ? 'found' : 'not_found';
}

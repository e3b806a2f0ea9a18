/** Implements N1, N9. After the commit: tells the workers, and the world. */
import { Inject, Injectable } from '@nestjs/common';
import { encodeNudge } from '#contracts';
import type { NewQueueRow } from '#database';
import { KafkaPublisher, OutboxPublisher } from '#messaging';
import { LOGGER, type Logger, ProcessExit, isRetryable } from '#runtime';
import { DispatchMetrics } from './dispatch.metrics.js';
import type { Dispatched } from './dispatch.writer.js';

@Injectable()
export class DispatchAnnouncer {
  constructor(
    private readonly publisher: KafkaPublisher,
    private readonly outbox: OutboxPublisher,
    private readonly metrics: DispatchMetrics,
    private readonly exit: ProcessExit,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async announce({ queue, outbox, plans }: Dispatched): Promise<void> {
    await this.nudge(queue);
    if (outbox !== null) await this.outbox.publishCommitted(outbox);
    for (const { channel, decision } of plans) {
      const reason = decision.kind === 'send' ? '' : decision.reason;
      this.metrics.planned.inc({ channel, decision: decision.kind, reason });
    }
  }

  /** Ending before it is done loses nothing: the due poll finds the rows, and the relay the news. */
  announceBehind(dispatched: Dispatched): void {
    this.announce(dispatched).catch((error: unknown) => this.exit.fail('a dispatch cannot be announced', error));
  }

  /** A nudge that fails is not missed: the due poll finds its row. */
  private async nudge(queue: readonly NewQueueRow[]): Promise<void> {
    const nudges = queue
      .filter((row) => row.waitReason === null)
      .map(({ id, userId, channel }) => encodeNudge(channel, userId, { notificationId: id }));
    try {
      await this.publisher.publish(nudges);
    } catch (error) {
      if (!isRetryable(error)) throw error;
      this.metrics.nudgesLost.inc(nudges.length);
      this.logger.warn({ err: error, nudges: nudges.length }, 'nudges lost; the due poll takes over');
    }
  }
}

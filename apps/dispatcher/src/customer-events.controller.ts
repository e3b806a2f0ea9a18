/** Implements N6, N9. Customer events from Kafka, into the recipient directory. */
import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { type CustomerEvent, RejectedEventError, TOPICS, decodeCustomerEvent } from '#contracts';
import { UnreadableKeyError } from '#database';
import { DirectoryService } from '#dispatch';
import { BatchHandler, type BatchMessage, type MessageBatch } from '#messaging';
import { DispatcherMetrics } from './dispatcher.metrics.js';
import { type Rejection, RejectedEventsService } from './rejected-events.service.js';
import { withoutUnreadable } from './unreadable-events.js';

interface Decoded {
  readonly message: BatchMessage;
  readonly event: CustomerEvent;
}

@Controller()
export class CustomerEventsController {
  constructor(
    private readonly directory: DirectoryService,
    private readonly rejectedEvents: RejectedEventsService,
    private readonly metrics: DispatcherMetrics,
  ) {}

  @BatchHandler(TOPICS.customerEvents.name)
  async onCustomerEvents(@Payload() batch: MessageBatch): Promise<void> {
    const rejections: Rejection[] = [];
    const decoded: Decoded[] = [];
    for (const message of batch.messages) {
      try {
        const event = decodeCustomerEvent(message);
        if (event !== undefined) decoded.push({ message, event });
        else this.metrics.customerEvents.inc({ result: 'ignored' });
      } catch (error) {
        if (!(error instanceof RejectedEventError)) throw error;
        rejections.push({ message, error });
      }
    }
    const applied = await this.applyReadable(decoded, rejections);
    await this.rejectedEvents.reject(batch.topic, rejections);
    this.metrics.customerEvents.inc({ result: 'applied' }, applied);
    this.metrics.customerEvents.inc({ result: 'rejected' }, rejections.length);
  }

  /** A deletion needs no key. @returns how many were applied */
  private async applyReadable(decoded: readonly Decoded[], rejections: Rejection[]): Promise<number> {
    try {
      await this.directory.apply(decoded.map(({ event }) => event));
      return decoded.length;
    } catch (error) {
      if (!(error instanceof UnreadableKeyError)) throw error;
      const isUpsert = ({ type }: CustomerEvent) => type === 'customer.upserted';
      return this.applyReadable(withoutUnreadable(decoded, error, rejections, isUpsert), rejections);
    }
  }
}

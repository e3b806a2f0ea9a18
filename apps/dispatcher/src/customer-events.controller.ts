/** Implements N6. Customer events from Kafka, into the recipient directory. */
import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { type CustomerEvent, RejectedEventError, TOPICS, decodeCustomerEvent } from '#contracts';
import { DirectoryService } from '#dispatch';
import { BatchHandler, type MessageBatch } from '#messaging';
import { DispatcherMetrics } from './dispatcher.metrics.js';
import { type Rejection, RejectedEventsService } from './rejected-events.service.js';

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
    const events: CustomerEvent[] = [];
    for (const message of batch.messages) {
      try {
        const event = decodeCustomerEvent(message);
        if (event !== undefined) events.push(event);
        else this.metrics.customerEvents.inc({ result: 'ignored' });
      } catch (error) {
        if (!(error instanceof RejectedEventError)) throw error;
        rejections.push({ message, error });
      }
    }
    await this.directory.apply(events);
    await this.rejectedEvents.reject(batch.topic, rejections);
    this.metrics.customerEvents.inc({ result: 'applied' }, events.length);
    this.metrics.customerEvents.inc({ result: 'rejected' }, rejections.length);
  }
}

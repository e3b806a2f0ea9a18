/** Implements F2, N9, AC-16. Order events from Kafka: decoded, sorted into usable and not, handed on. */
import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import {
  type OrderEvent,
  RejectedEventError,
  TOPICS,
  TRACEPARENT,
  decodeOrderEvent,
  parseTraceparent,
} from '#contracts';
import { UnreadableKeyError, isBadData } from '#database';
import { DispatchService, traceRejection } from '#dispatch';
import { BatchHandler, type BatchMessage, type MessageBatch } from '#messaging';
import { Tracing } from '#runtime';
import { DispatcherMetrics } from './dispatcher.metrics.js';
import { type Rejection, RejectedEventsService } from './rejected-events.service.js';
import { withoutUnreadable } from './unreadable-events.js';

interface Decoded {
  readonly message: BatchMessage;
  readonly event: OrderEvent;
}

@Controller()
export class OrderEventsController {
  constructor(
    private readonly dispatch: DispatchService,
    private readonly rejectedEvents: RejectedEventsService,
    private readonly metrics: DispatcherMetrics,
    private readonly tracing: Tracing,
  ) {}

  @BatchHandler(TOPICS.orderEvents.name)
  async onOrderEvents(@Payload() batch: MessageBatch): Promise<void> {
    const rejections: Rejection[] = [];
    const decoded = batch.messages.flatMap((message) => this.decode(message, rejections));
    await this.dispatchOrBisect(decoded, rejections);
    await this.rejectedEvents.reject(batch.topic, rejections);
    this.metrics.events.inc({ result: 'rejected' }, rejections.length);
    for (const { message, error } of rejections)
      traceRejection(this.tracing, parseTraceparent(message.headers?.[TRACEPARENT]), error);
  }

  private decode(message: BatchMessage, rejections: Rejection[]): Decoded[] {
    try {
      const event = decodeOrderEvent(message);
      if (event !== undefined) return [{ message, event }];
      this.metrics.events.inc({ result: 'ignored' });
      return [];
    } catch (error) {
      if (!(error instanceof RejectedEventError)) throw error;
      rejections.push({ message, error });
      return [];
    }
  }

  /** A value that the database refuses would fail its whole batch for ever: halving finds the one to set aside. */
  private async dispatchOrBisect(decoded: readonly Decoded[], rejections: Rejection[]): Promise<void> {
    if (decoded.length === 0) return;
    try {
      const { fresh } = await this.dispatch.dispatch(decoded.map(({ event }) => event));
      this.metrics.events.inc({ result: 'dispatched' }, fresh);
      this.metrics.events.inc({ result: 'duplicate' }, decoded.length - fresh);
    } catch (error) {
      if (error instanceof UnreadableKeyError) {
        await this.dispatchOrBisect(withoutUnreadable(decoded, error, rejections), rejections);
        return;
      }
      if (!isBadData(error)) throw error;
      const [only] = decoded;
      if (decoded.length === 1 && only !== undefined) {
        const rejection = new RejectedEventError('not_storable', 'The database refuses a value.', { cause: error });
        rejections.push({ message: only.message, error: rejection });
        return;
      }
      const half = Math.ceil(decoded.length / 2);
      await this.dispatchOrBisect(decoded.slice(0, half), rejections);
      await this.dispatchOrBisect(decoded.slice(half), rejections);
    }
  }
}

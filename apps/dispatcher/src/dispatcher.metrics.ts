import { Inject, Injectable } from '@nestjs/common';
import { Counter, Registry } from 'prom-client';

@Injectable()
export class DispatcherMetrics {
  readonly events: Counter<'result'>;
  readonly customerEvents: Counter<'result'>;

  constructor(@Inject(Registry) registry: Registry) {
    const registers = [registry];
    this.events = new Counter({
      name: 'notification_order_events_total',
      help: 'Order events by what became of them: dispatched, duplicate, ignored, rejected',
      labelNames: ['result'],
      registers,
    });
    this.customerEvents = new Counter({
      name: 'notification_customer_events_total',
      help: 'Customer events by what became of them: applied, ignored, rejected',
      labelNames: ['result'],
      registers,
    });
  }
}

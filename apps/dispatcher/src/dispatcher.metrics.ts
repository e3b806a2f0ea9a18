import { Inject, Injectable } from '@nestjs/common';
import { Counter, Registry } from 'prom-client';

@Injectable()
export class DispatcherMetrics {
  readonly events: Counter<'result'>;
  readonly customerEvents: Counter<'result'>;
  readonly planned: Counter<'channel' | 'decision' | 'reason'>;
  readonly nudgesLost: Counter;

  constructor(@Inject(Registry) registry: Registry) {
    const registers = [registry];
    this.events = new Counter({
      name: 'order_events_total',
      help: 'Order events by what became of them: dispatched, duplicate, ignored, rejected',
      labelNames: ['result'],
      registers,
    });
    this.customerEvents = new Counter({
      name: 'customer_events_total',
      help: 'Customer events by what became of them: applied, ignored, rejected',
      labelNames: ['result'],
      registers,
    });
    this.planned = new Counter({
      name: 'notifications_planned_total',
      help: 'Notifications planned, by decision',
      labelNames: ['channel', 'decision', 'reason'],
      registers,
    });
    this.nudgesLost = new Counter({
      name: 'nudges_lost_total',
      help: 'Nudges that could not be published; the due poll finds their rows',
      registers,
    });
  }
}

import { Inject, Injectable } from '@nestjs/common';
import { Counter, Registry } from 'prom-client';

@Injectable()
export class DispatchMetrics {
  readonly planned: Counter<'channel' | 'decision' | 'reason'>;
  readonly nudgesLost: Counter;

  constructor(@Inject(Registry) registry: Registry) {
    const registers = [registry];
    this.planned = new Counter({
      name: 'notification_planned_total',
      help: 'Notifications planned, by decision',
      labelNames: ['channel', 'decision', 'reason'],
      registers,
    });
    this.nudgesLost = new Counter({
      name: 'notification_nudges_lost_total',
      help: 'Nudges that could not be published; the due poll finds their rows',
      registers,
    });
  }
}

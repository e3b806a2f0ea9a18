import { Inject, Injectable } from '@nestjs/common';
import { Counter, Registry } from 'prom-client';

/** What came of a fetched picture. `repeated`: too soon after the last time; `dropped`: it could not be written; `off`: our pictures do not count. */
export type FetchEffect = 'recorded' | 'repeated' | 'invalid' | 'dropped' | 'off';

@Injectable()
export class TrackingMetrics {
  private readonly fetches: Counter<'effect'>;

  constructor(@Inject(Registry) registry: Registry) {
    this.fetches = new Counter({
      name: 'notification_pixel_fetches_total',
      help: 'Fetches of tracking pictures, and what came of them',
      labelNames: ['effect'],
      registers: [registry],
    });
  }

  count(effect: FetchEffect): void {
    this.fetches.inc({ effect });
  }
}

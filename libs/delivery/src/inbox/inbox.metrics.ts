import { Inject, Injectable } from '@nestjs/common';
import { Counter, Registry } from 'prom-client';

@Injectable()
export class InboxMetrics {
  readonly unreadable: Counter;

  constructor(@Inject(Registry) registry: Registry) {
    this.unreadable = new Counter({
      name: 'notification_inbox_unreadable_total',
      help: 'Inbox items that could not be opened or rendered',
      registers: [registry],
    });
  }
}

import { Inject, Injectable } from '@nestjs/common';
import { Counter, Registry } from 'prom-client';

@Injectable()
export class KeyMetrics {
  readonly unreadable: Counter;

  constructor(@Inject(Registry) registry: Registry) {
    this.unreadable = new Counter({
      name: 'notification_customer_keys_unreadable_total',
      help: 'Times that the key of a customer was needed and did not unwrap; the log names the customer',
      registers: [registry],
    });
  }
}

import { Inject, Injectable } from '@nestjs/common';
import { Counter, Gauge, Registry } from 'prom-client';

/** What the stream counts. No ids. */
@Injectable()
export class StreamMetrics {
  readonly connections: Gauge;
  readonly refusals: Counter<'code'>;
  readonly messages: Counter;
  readonly acknowledgements: Counter;

  constructor(@Inject(Registry) registry: Registry) {
    const registers = [registry];
    this.connections = new Gauge({ name: 'notification_stream_connections', help: 'Open connections', registers });
    this.refusals = new Counter({
      name: 'notification_stream_refusals_total',
      help: 'Connections refused at sign-in',
      labelNames: ['code'],
      registers,
    });
    this.messages = new Counter({
      name: 'notification_stream_messages_total',
      help: 'Messages given to connections',
      registers,
    });
    this.acknowledgements = new Counter({
      name: 'notification_stream_acknowledgements_total',
      help: 'Messages that a device has confirmed',
      registers,
    });
  }
}

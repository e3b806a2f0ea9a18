import { Inject, Injectable } from '@nestjs/common';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Seconds. The objective is a tenth. */
const BUCKETS = [0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60];

/** What the stream counts. No ids. */
@Injectable()
export class StreamMetrics {
  readonly connections: Gauge;
  readonly refusals: Counter<'code'>;
  readonly closings: Counter<'code'>;
  readonly messages: Counter<'way'>;
  readonly delay: Histogram;
  readonly catchUps: Counter;
  readonly acknowledgements: Counter;

  constructor(@Inject(Registry) registry: Registry) {
    const registers = [registry];
    const counter = <L extends string>(name: string, help: string, ...labelNames: L[]) =>
      new Counter({ name: `notification_stream_${name}_total`, help, labelNames, registers });
    this.connections = new Gauge({ name: 'notification_stream_connections', help: 'Open connections', registers });
    this.refusals = counter('refusals', 'Connections refused at sign-in', 'code');
    this.closings = counter('closings', 'Connections that this side ended', 'code');
    this.messages = counter('messages', 'Messages given to connections, as they arrived or from the inbox', 'way');
    this.delay = new Histogram({
      name: 'notification_stream_delivery_duration_seconds',
      help: 'From the arrival in the inbox to the emission to a connection, of live messages',
      buckets: BUCKETS,
      registers,
    });
    this.catchUps = counter('catch_ups', 'Times that a connection was behind and given what it missed');
    this.acknowledgements = counter('acknowledgements', 'Messages that a device has confirmed');
  }
}

import { Inject, Injectable } from '@nestjs/common';
import type { Alert } from '#contracts';
import { Counter, Gauge, Registry } from 'prom-client';

/** `waits`: the database was away. */
type LookEnd = 'done' | 'waits';
type CallEnd = 'delivered' | 'postponed' | 'given_up';

@Injectable()
export class AlertMetrics {
  private readonly active: Gauge<'alert' | 'subject' | 'severity'>;
  private readonly looks: Counter<'outcome'>;
  private readonly calls: Counter<'outcome'>;

  constructor(@Inject(Registry) registry: Registry) {
    const registers = [registry];
    this.active = new Gauge({
      name: 'notification_alerts_active',
      help: '1 while the alert is raised, as of the last look',
      labelNames: ['alert', 'subject', 'severity'],
      registers,
    });
    this.looks = new Counter({
      name: 'notification_alert_looks_total',
      help: 'Times that the rules were held against the facts; without them no alert is raised or resolved',
      labelNames: ['outcome'],
      registers,
    });
    this.calls = new Counter({
      name: 'notification_alert_webhook_calls_total',
      help: 'Calls to the webhook that is told of alerts',
      labelNames: ['outcome'],
      registers,
    });
  }

  looked(outcome: LookEnd): void {
    this.looks.inc({ outcome });
  }

  show(active: readonly Alert[]): void {
    this.active.reset();
    for (const { name: alert, subject, severity } of active) this.active.set({ alert, subject, severity }, 1);
  }

  called(outcome: CallEnd): void {
    this.calls.inc({ outcome });
  }
}

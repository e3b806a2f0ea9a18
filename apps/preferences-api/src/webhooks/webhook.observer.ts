/** Implements F5, F7. Tells operators what providers reported, once it is stored. */
import { Inject, Injectable } from '@nestjs/common';
import { LOGGER, type Logger } from '#runtime';
import { CHANNEL_OF, type Provider } from './webhook-report.js';
import { endReportSpans } from './report-spans.js';
import { WebhookMetrics, eventLabel } from './webhook.metrics.js';
import type { WrittenReports } from './webhook.writer.js';

@Injectable()
export class WebhookObserver {
  constructor(
    private readonly metrics: WebhookMetrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  stored(provider: Provider, { outcomes, results, accountFaults, spans }: WrittenReports): void {
    endReportSpans(spans);
    const channel = CHANNEL_OF[provider];
    for (const { report, effect } of outcomes)
      this.metrics.reports.inc({ channel, event: eventLabel(report.event), effect });
    this.metrics.duplicates.inc({ channel }, results.filter(({ repeated }) => repeated).length);
    for (const { code, messages, stopsChannel } of accountFaults) {
      this.metrics.accountFaults.inc({ channel, code }, messages);
      this.logger.error({ channel, code, messages, stopsChannel }, 'a provider reports a fault of our account');
    }
  }
}

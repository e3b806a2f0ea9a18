/** Implements N3, N8, AC-13. Takes what people text us, and says what they are answered. */
import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { Database, START_WINDOW_MS, hasSendingRowsOn } from '#database';
import { Clock } from '#runtime';
import type { Brand } from '#templates';
import { BRAND } from '../pages/brand.js';
import { WebhookMetrics } from '../webhooks/webhook.metrics.js';
import { type InboundSms, understand } from './inbound-sms.js';
import { InboundSmsWriter } from './inbound-sms.writer.js';
import { smsAnswer } from './sms-answers.js';

@Injectable()
export class InboundSmsService {
  constructor(
    private readonly database: Database,
    private readonly writer: InboundSmsWriter,
    private readonly metrics: WebhookMetrics,
    private readonly clock: Clock,
    @Inject(BRAND) private readonly brand: Brand,
  ) {}

  /**
   * Once this returns after a STOP, no request for a text to the number starts any more.
   * @returns what is to be answered; null: nothing
   */
  async take(sms: InboundSms): Promise<string | null> {
    const understood = understand(sms);
    const { effect, answerIn } = await this.database.transaction((sql) => this.writer.write(sql, sms, understood));
    const event = understood === undefined ? 'inbound' : `inbound_${understood.request}`;
    this.metrics.reports.inc({ channel: 'sms', event, effect });
    // Also for a repeat: the process that took the first may have ended before the window had.
    if (understood?.request === 'stop' && (await this.mayBeSending())) await delay(START_WINDOW_MS);
    if (understood === undefined || answerIn === null || sms.optOutType !== undefined) return null;
    return smsAnswer(understood.request, answerIn, this.brand);
  }

  private mayBeSending(): Promise<boolean> {
    return hasSendingRowsOn(this.database, 'sms', this.clock.now());
  }
}

/** Implements F5, F7, N6, N9. SendGrid's Event Webhook. */
import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import { KeyedHash } from '#privacy';
import { Clock } from '#runtime';
import type { Request } from 'express';
import { ProblemError, invalidRequest } from '../problems/problem.error.js';
import { sendgridReport } from './sendgrid-events.js';
import { SIGNATURE_HEADER, SendgridSignature, TIMESTAMP_HEADER } from './sendgrid-signature.js';
import { WebhookMetrics } from './webhook.metrics.js';
import { WebhooksService } from './webhooks.service.js';

@Controller('webhooks/sendgrid')
export class SendgridWebhookController {
  constructor(
    private readonly signature: SendgridSignature,
    private readonly webhooks: WebhooksService,
    private readonly keyedHash: KeyedHash,
    private readonly metrics: WebhookMetrics,
    private readonly clock: Clock,
  ) {}

  @Post()
  @HttpCode(204)
  async take(@Req() request: Request): Promise<void> {
    const body = this.verifiedBody(request);
    const events = parseEvents(body);
    const reports = events.flatMap((event) => sendgridReport(event, this.keyedHash) ?? []);
    await this.webhooks.take('sendgrid', reports);
    const unreadable = events.length - reports.length;
    this.metrics.reports.inc({ provider: 'sendgrid', event: 'unknown', effect: 'unreadable' }, unreadable);
  }

  private verifiedBody(request: Request): Buffer {
    const body: unknown = request.body;
    const signed = {
      body: Buffer.isBuffer(body) ? body : Buffer.alloc(0),
      signature: request.get(SIGNATURE_HEADER),
      timestamp: request.get(TIMESTAMP_HEADER),
    };
    if (this.signature.isValid(signed, this.clock.now())) return signed.body;
    this.metrics.refused.inc({ provider: 'sendgrid' });
    throw new ProblemError('invalid_signature');
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function parseEvents(body: Buffer): unknown[] {
  const events = parseJson(body);
  if (!Array.isArray(events)) throw invalidRequest([{ field: '', message: 'must be an array of events' }]);
  return events;
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(utf8.decode(body));
  } catch (cause) {
    throw new ProblemError('invalid_json', undefined, { cause });
  }
}

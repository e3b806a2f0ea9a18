/** Implements F5, F7, N6, N9. SendGrid's Event Webhook. */
import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import { AddressHasher } from '#privacy';
import { Clock } from '#runtime';
import { parseStrictJson } from '../edge/strict-json.js';
import { ProblemError, invalidRequest } from '../problems/problem.error.js';
import { sendgridReport } from './sendgrid-events.js';
import { SIGNATURE_HEADER, SendgridSignature, TIMESTAMP_HEADER } from './sendgrid-signature.js';
import type { SignedRequest } from './signed-bodies.js';
import { WebhookMetrics } from './webhook.metrics.js';
import { WebhooksService } from './webhooks.service.js';

@Controller('webhooks/sendgrid')
export class SendgridWebhookController {
  constructor(
    private readonly signature: SendgridSignature,
    private readonly webhooks: WebhooksService,
    private readonly hasher: AddressHasher,
    private readonly metrics: WebhookMetrics,
    private readonly clock: Clock,
  ) {}

  @Post()
  @HttpCode(204)
  async take(@Req() request: SignedRequest): Promise<void> {
    const events = eventsOf(this.verifiedBody(request));
    const reports = events.flatMap((event) => sendgridReport(event, this.hasher) ?? []);
    await this.webhooks.take('sendgrid', reports);
    // SendGrid signed these all the same: refused, they would come again and take the others of their batch with them.
    const unreadable = events.length - reports.length;
    this.metrics.reports.inc({ channel: 'email', event: 'other', effect: 'unreadable' }, unreadable);
  }

  private verifiedBody(request: SignedRequest): Buffer {
    const body = request.rawBody ?? Buffer.alloc(0);
    const signature = request.get(SIGNATURE_HEADER);
    const timestamp = request.get(TIMESTAMP_HEADER);
    if (this.signature.isValid({ body, signature, timestamp }, this.clock.now())) return body;
    this.metrics.refused.inc({ channel: 'email' });
    throw new ProblemError('invalid_signature');
  }
}

function eventsOf(body: Buffer): unknown[] {
  const events = parseStrictJson(body);
  if (!Array.isArray(events)) throw invalidRequest([{ field: '', message: 'must be an array of events' }]);
  return events;
}

/** Implements F7, N6, N9, AC-13. Twilio's callbacks: what becomes of our messages, and what people answer. */
import { Controller, Header, HttpCode, Post, Query, Req } from '@nestjs/common';
import { saidByTwilio } from '#notifications';
import { Clock } from '#runtime';
import type { Request } from 'express';
import { z } from 'zod';
import { ProblemError } from '../problems/problem.error.js';
import { parseOrProblem } from '../problems/validation.pipe.js';
import { SIGNATURE_HEADER, TwilioSignature } from './twilio-signature.js';
import type { WebhookReport } from './webhook-report.js';
import { WebhookMetrics } from './webhook.metrics.js';
import { WebhooksService } from './webhooks.service.js';

const messageSid = z.string().regex(/^[SM]M[\da-f]{32}$/i, 'must be the SID of a message');

const statusSchema = z.object({
  MessageSid: messageSid,
  MessageStatus: z.string().regex(/^\w{1,40}$/, 'must be a status'),
  ErrorCode: z
    .string()
    .regex(/^\d{1,6}$/, 'must be a number')
    .transform(Number)
    .optional(),
});

/** What the SMS worker wrote into the address. Another address of ours may be set as the account's default: then they are absent. */
const subjectSchema = z.object({ notificationId: z.uuid(), attempt: z.coerce.number().int().min(1).max(1_000) });

const inboundSchema = z.object({ MessageSid: messageSid });

/** Twilio has answered STOP, START and HELP already; nobody else gets an answer. */
const NO_ANSWER = '<?xml version="1.0" encoding="UTF-8"?><Response/>';

@Controller('webhooks/twilio')
export class TwilioWebhookController {
  constructor(
    private readonly signature: TwilioSignature,
    private readonly webhooks: WebhooksService,
    private readonly metrics: WebhookMetrics,
    private readonly clock: Clock,
  ) {}

  @Post('status')
  @HttpCode(204)
  async status(@Req() request: Request, @Query() query: unknown): Promise<void> {
    const { MessageSid, MessageStatus, ErrorCode } = parseOrProblem(statusSchema, this.verifiedForm(request));
    const subject = subjectSchema.safeParse(query);
    const report: WebhookReport = {
      dedupeKey: `${MessageSid}:${MessageStatus}`,
      event: MessageStatus,
      at: this.clock.now(),
      said: saidByTwilio(MessageStatus, ErrorCode ?? null),
      about: subject.success ? subject.data : null,
      providerMessageId: MessageSid,
    };
    await this.webhooks.take('twilio', [report]);
  }

  /** What STOP, START and HELP do belongs here: into the transaction that stores the message. Today it is only stored, without its text. */
  @Post('inbound')
  @HttpCode(200)
  @Header('Content-Type', 'text/xml')
  async inbound(@Req() request: Request): Promise<string> {
    const { MessageSid } = parseOrProblem(inboundSchema, this.verifiedForm(request));
    const nothing = { said: null, about: null, providerMessageId: null };
    const report = { dedupeKey: `${MessageSid}:inbound`, event: 'inbound', at: this.clock.now(), ...nothing };
    await this.webhooks.take('twilio', [report]);
    return NO_ANSWER;
  }

  private verifiedForm(request: Request): Readonly<Record<string, unknown>> {
    const body: unknown = request.body;
    const form = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
    const signed = { pathAndQuery: request.originalUrl, form, signature: request.get(SIGNATURE_HEADER) };
    if (this.signature.isValid(signed)) return form;
    this.metrics.refused.inc({ provider: 'twilio' });
    throw new ProblemError('invalid_signature');
  }
}

/** Implements F7, N6, N8, N9. Twilio's callbacks: what becomes of our messages. */
import { Controller, HttpCode, Post, Query, Req } from '@nestjs/common';
import { providerError, saidByTwilio } from '#notifications';
import { AddressHasher } from '#privacy';
import { Clock } from '#runtime';
import type { Request } from 'express';
import { z } from 'zod';
import { parseOrProblem } from '../problems/validation.pipe.js';
import type { Objection } from './objection.js';
import { TwilioForms, messageSid } from './twilio-forms.js';
import type { WebhookReport } from './webhook-report.js';
import { WebhooksService } from './webhooks.service.js';

const statusSchema = z.object({
  MessageSid: messageSid,
  MessageStatus: z.string().regex(/^\w{1,40}$/, 'must be a status'),
  ErrorCode: z
    .string()
    .regex(/^\d{1,6}$/, 'must be a number')
    .transform(Number)
    .optional(),
  To: z.string().max(64).optional(),
});

/** What the SMS worker wrote into the address. Another address of ours may be set as the account's default: then they are absent. */
const subjectSchema = z.object({ notificationId: z.uuid(), attempt: z.coerce.number().int().min(1).max(1_000) });

@Controller('webhooks/twilio')
export class TwilioWebhookController {
  constructor(
    private readonly forms: TwilioForms,
    private readonly webhooks: WebhooksService,
    private readonly hasher: AddressHasher,
    private readonly clock: Clock,
  ) {}

  @Post('status')
  @HttpCode(204)
  async status(@Req() request: Request, @Query() query: unknown): Promise<void> {
    const { MessageSid, MessageStatus, ErrorCode, To } = parseOrProblem(statusSchema, this.forms.verified(request));
    const subject = subjectSchema.safeParse(query);
    const report: WebhookReport = {
      dedupeKey: `${MessageSid}:${MessageStatus}`,
      event: MessageStatus,
      at: this.clock.now(),
      said: saidByTwilio(MessageStatus, ErrorCode ?? null),
      about: subject.success ? subject.data : null,
      objection: this.objectionOf(ErrorCode, To),
      providerMessageId: MessageSid,
    };
    await this.webhooks.take('twilio', [report]);
  }

  private objectionOf(errorCode: number | undefined, to: string | undefined): Objection | null {
    if (errorCode === undefined || providerError(`twilio_${errorCode}`)?.meaning !== 'opted_out') return null;
    return { reason: 'provider_opt_out', addressHashes: this.hasher.everyHashOf('phone', to) };
  }
}

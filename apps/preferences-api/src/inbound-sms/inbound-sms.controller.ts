/** Implements N6, N8, AC-13. What people text us. */
import { Controller, Header, HttpCode, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import twilio from 'twilio';
import { z } from 'zod';
import { parseOrProblem } from '../problems/validation.pipe.js';
import { TwilioForms, messageSid } from '../webhooks/twilio-forms.js';
import { InboundSmsService } from './inbound-sms.service.js';

/** Only what is used. A text without words is one with a picture. */
const inboundSchema = z.object({
  MessageSid: messageSid,
  From: z.string().max(64).default(''),
  Body: z.string().default(''),
  /** Where Twilio manages opt-outs, it has understood the text, and answered. */
  OptOutType: z.enum(['STOP', 'START', 'HELP']).optional().catch(undefined),
});

@Controller('webhooks/twilio/inbound')
export class InboundSmsController {
  constructor(
    private readonly forms: TwilioForms,
    private readonly texts: InboundSmsService,
  ) {}

  /** @returns TwiML */
  @Post()
  @HttpCode(200)
  @Header('Content-Type', 'text/xml')
  async take(@Req() request: Request): Promise<string> {
    const { MessageSid, From, Body, OptOutType } = parseOrProblem(inboundSchema, this.forms.verified(request));
    const answer = await this.texts.take({ sid: MessageSid, from: From, text: Body, optOutType: OptOutType });
    const response = new twilio.twiml.MessagingResponse();
    if (answer !== null) response.message(answer);
    return response.toString();
  }
}

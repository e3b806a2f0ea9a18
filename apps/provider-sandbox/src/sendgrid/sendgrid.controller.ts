import { randomUUID } from 'node:crypto';
import { Controller, Get, Inject, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { Erasures } from '../erasures/erasures.service.js';
import { PROVIDER_CREDENTIALS, type ProviderCredentials } from '../provider-sandbox.settings.js';
import { type ProviderAnswer, give, jsonAnswer } from '../submissions/provider-answer.js';
import { type Dismissal, type Submission, SubmissionService } from '../submissions/submission.service.js';
import { judgeMail } from './mail-send.judge.js';
import { addresseeOf, toMailSubmission } from './mail-submission.js';
import { MAIL_REFUSALS, SENDGRID, errorAnswer, scopesAnswer, validatedAnswer } from './sendgrid-answers.js';

const EraseJobSchema = z.object({ email_addresses: z.array(z.email()).min(1).max(5_000) });

/** SendGrid v3, as far as the email worker speaks it. */
@Controller('v3')
export class SendGridController {
  constructor(
    @Inject(PROVIDER_CREDENTIALS) private readonly credentials: ProviderCredentials,
    private readonly submissions: SubmissionService,
    private readonly erasures: Erasures,
  ) {}

  @Post('mail/send')
  send(@Req() request: Request, @Res() response: Response): void {
    this.submissions.conclude(response, SENDGRID, this.judge(request));
  }

  @Get('scopes')
  scopes(@Req() request: Request, @Res() response: Response): void {
    give(response, this.refusalOf(request) ?? scopesAnswer);
  }

  @Post('recipients/erasejob')
  erase(@Req() request: Request, @Res() response: Response): void {
    give(response, this.refusalOf(request) ?? this.begunErasure(request.body));
  }

  private begunErasure(body: unknown): ProviderAnswer {
    const job = EraseJobSchema.safeParse(body);
    if (!job.success) return MAIL_REFUSALS.badJson;
    this.erasures.eraseRecipients(job.data.email_addresses);
    return jsonAnswer(202, { job_id: randomUUID() });
  }

  private judge(request: Request): Submission | Dismissal {
    const refusal = this.refusalOf(request) ?? (request.is('application/json') ? undefined : MAIL_REFUSALS.notJson);
    if (refusal !== undefined) return { kind: 'refused', answer: refusal };

    const { mail, errors } = judgeMail(request.body);
    if (mail === null) return { kind: 'refused', answer: errorAnswer(400, errors) };
    const addressee = addresseeOf(mail);
    if (errors.length > 0) return { kind: 'refused', answer: errorAnswer(400, errors), addressee };
    if (mail.mail_settings?.sandbox_mode?.enable) return { kind: 'validated', answer: validatedAnswer, addressee };
    return toMailSubmission(mail);
  }

  private refusalOf(request: Request): ProviderAnswer | undefined {
    const { authorization } = request.headers;
    if (authorization === undefined) return MAIL_REFUSALS.noKey;
    return authorization === `Bearer ${this.credentials.sendGridApiKey}` ? undefined : MAIL_REFUSALS.wrongKey;
  }
}

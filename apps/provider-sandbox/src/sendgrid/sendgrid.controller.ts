import { Controller, Get, Inject, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { PROVIDER_CREDENTIALS, type ProviderCredentials } from '../provider-sandbox.settings.js';
import { type ProviderAnswer, give } from '../submissions/provider-answer.js';
import { type Dismissal, type Submission, SubmissionService } from '../submissions/submission.service.js';
import { judgeMail } from './mail-send.judge.js';
import { addresseeOf, toMailSubmission } from './mail-submission.js';
import { MAIL_REFUSALS, SENDGRID, errorAnswer, scopesAnswer, validatedAnswer } from './sendgrid-answers.js';

/** SendGrid v3, as far as the email worker speaks it. */
@Controller('v3')
export class SendGridController {
  constructor(
    @Inject(PROVIDER_CREDENTIALS) private readonly credentials: ProviderCredentials,
    private readonly submissions: SubmissionService,
  ) {}

  @Post('mail/send')
  send(@Req() request: Request, @Res() response: Response): void {
    this.submissions.conclude(response, SENDGRID, this.judge(request));
  }

  @Get('scopes')
  scopes(@Req() request: Request, @Res() response: Response): void {
    give(response, this.refusalOf(request) ?? scopesAnswer);
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

import { type ArgumentsHost, Catch } from '@nestjs/common';
import { BaseExceptionFilter } from '@nestjs/core';
import type { Request, Response } from 'express';
import { SubmissionService } from '../submissions/submission.service.js';
import type { ProviderAnswer } from '../submissions/provider-answer.js';
import { MAIL_REFUSALS, SENDGRID } from './sendgrid-answers.js';

/** A mail body that Express could not read is refused in SendGrid's words. */
@Catch()
export class MailBodyFaultFilter extends BaseExceptionFilter {
  constructor(private readonly submissions: SubmissionService) {
    super();
  }

  override catch(exception: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<Request>();
    const refusal = request.path.startsWith('/v3/') ? refusalOf(exception) : undefined;
    if (refusal === undefined) super.catch(exception, host);
    else {
      this.submissions.conclude(host.switchToHttp().getResponse<Response>(), SENDGRID, {
        kind: 'refused',
        answer: refusal,
      });
    }
  }
}

function refusalOf(exception: unknown): ProviderAnswer | undefined {
  const { type, cause } = exception as { type?: unknown; cause?: { type?: unknown } };
  switch (type ?? cause?.type) {
    case 'entity.too.large':
      return MAIL_REFUSALS.tooLarge;
    case 'entity.parse.failed':
      return MAIL_REFUSALS.badJson;
    default:
      return undefined;
  }
}

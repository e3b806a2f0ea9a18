import { Clock } from '#runtime';
import {
  Controller,
  Get,
  Inject,
  Param,
  Post,
  Query,
  Req,
  Res,
  StandardSchemaValidationPipe,
  UsePipes,
} from '@nestjs/common';
import type { Request, Response } from 'express';
import { Erasures } from '../erasures/erasures.service.js';
import { Ledger } from '../ledger/ledger.service.js';
import { PROVIDER_CREDENTIALS, type ProviderCredentials } from '../provider-sandbox.settings.js';
import { type ProviderAnswer, give, jsonAnswer } from '../submissions/provider-answer.js';
import { type Dismissal, type Submission, SubmissionService } from '../submissions/submission.service.js';
import { type ListingQuery, ListingQuerySchema, listMessages } from './message-listing.js';
import { API_VERSION, currentResource } from './message-resource.js';
import { addresseeOf, toMessageSubmission } from './message-submission.js';
import { brokenRule, toMessageParameters } from './message.rules.js';
import { OptOuts } from './opt-outs.service.js';
import { TWILIO, refusal } from './twilio-answers.js';

const OPTED_OUT = 21610;

/** Twilio's messages, as far as the SMS worker speaks it. */
@Controller(`${API_VERSION}/Accounts/:accountSid`)
@UsePipes(new StandardSchemaValidationPipe())
export class TwilioController {
  constructor(
    @Inject(PROVIDER_CREDENTIALS) private readonly credentials: ProviderCredentials,
    private readonly submissions: SubmissionService,
    private readonly ledger: Ledger,
    private readonly optOuts: OptOuts,
    private readonly erasures: Erasures,
    private readonly clock: Clock,
  ) {}

  @Post('Messages.json')
  send(@Param('accountSid') account: string, @Req() request: Request, @Res() response: Response): void {
    this.submissions.conclude(response, TWILIO, this.judge(account, request));
  }

  @Get('Messages.json')
  list(
    @Param('accountSid') account: string,
    @Query({ schema: ListingQuerySchema }) query: ListingQuery,
    @Req() request: Request,
    @Res() response: Response,
  ): void {
    const refused = this.refusalOf(account, request);
    give(response, refused ?? jsonAnswer(200, listMessages(account, this.ledger.newestMessages(), query)));
  }

  @Get('Messages/:sid.json')
  fetch(
    @Param('accountSid') account: string,
    @Param('sid') sid: string,
    @Req() request: Request,
    @Res() response: Response,
  ): void {
    give(response, this.refusalOf(account, request) ?? this.read(account, sid));
  }

  /** Redaction is the only change that the service makes. */
  @Post('Messages/:sid.json')
  redact(
    @Param('accountSid') account: string,
    @Param('sid') sid: string,
    @Req() request: Request,
    @Res() response: Response,
  ): void {
    give(response, this.refusalOf(account, request) ?? this.emptied(account, sid));
  }

  private emptied(account: string, sid: string): ProviderAnswer {
    const message = this.erasures.redact(sid);
    return message === undefined ? refusal(20404) : jsonAnswer(200, currentResource(account, message));
  }

  private judge(account: string, request: Request): Submission | Dismissal {
    const refused = this.refusalOf(account, request);
    if (refused !== undefined) return { kind: 'refused', answer: refused };

    // Twilio reads forms only: parameters sent in any other type are absent ones.
    const isForm = request.is('application/x-www-form-urlencoded');
    const parameters = toMessageParameters(isForm ? request.body : undefined);
    const fault = brokenRule(parameters)?.code ?? (this.optOuts.has(parameters.To) ? OPTED_OUT : undefined);
    if (fault === undefined) return toMessageSubmission(account, parameters, this.clock.now());
    return { kind: 'refused', answer: refusal(fault), addressee: addresseeOf(parameters) };
  }

  private read(account: string, sid: string): ProviderAnswer {
    for (const message of this.ledger.newestMessages()) {
      if (message.provider === 'twilio' && message.providerMessageId === sid) {
        return jsonAnswer(200, currentResource(account, message));
      }
    }
    return refusal(20404);
  }

  private refusalOf(account: string, request: Request): ProviderAnswer | undefined {
    const { twilioAccountSid, twilioAuthToken } = this.credentials;
    const expected = `Basic ${Buffer.from(`${twilioAccountSid}:${twilioAuthToken}`).toString('base64')}`;
    if (request.headers.authorization !== expected) return refusal(20003);
    return account === twilioAccountSid ? undefined : refusal(20404);
  }
}

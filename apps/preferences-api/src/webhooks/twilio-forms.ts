/** Implements N6. Twilio's requests, taken only with its signature. */
import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { z } from 'zod';
import { ProblemError } from '../problems/problem.error.js';
import { SIGNATURE_HEADER, TwilioSignature } from './twilio-signature.js';
import { WebhookMetrics } from './webhook.metrics.js';

export const messageSid = z.string().regex(/^[SM]M[\da-f]{32}$/i, 'must be the SID of a message');

@Injectable()
export class TwilioForms {
  constructor(
    private readonly signature: TwilioSignature,
    private readonly metrics: WebhookMetrics,
  ) {}

  /** @throws ProblemError invalid_signature */
  verified(request: Request): Readonly<Record<string, unknown>> {
    const body: unknown = request.body;
    const form = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
    const signed = { pathAndQuery: request.originalUrl, form, signature: request.get(SIGNATURE_HEADER) };
    if (this.signature.isValid(signed)) return form;
    this.metrics.refused.inc({ channel: 'sms' });
    throw new ProblemError('invalid_signature');
  }
}

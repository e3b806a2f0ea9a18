import { always, baseUrl, required } from '#runtime';
import { z } from 'zod';

export const twilioSettings = z
  .object({
    TWILIO_ACCOUNT_SID: required().regex(/^AC[0-9a-f]{32}$/i, 'must be "AC" and 32 hexadecimal digits'),
    TWILIO_AUTH_TOKEN: required(),
    TWILIO_BASE_URL: baseUrl().default('https://api.twilio.com'),
    TWILIO_FROM_NUMBER: z.e164('must be a number in E.164').optional(),
    TWILIO_MESSAGING_SERVICE_SID: z
      .string()
      .regex(/^MG[0-9a-f]{32}$/i, 'must be "MG" and 32 hexadecimal digits')
      .optional(),
  })
  .refine((env) => env.TWILIO_FROM_NUMBER !== undefined || env.TWILIO_MESSAGING_SERVICE_SID !== undefined, {
    path: ['TWILIO_FROM_NUMBER'],
    error: 'or TWILIO_MESSAGING_SERVICE_SID is required',
    when: always,
  })
  .transform((env) => ({
    accountSid: env.TWILIO_ACCOUNT_SID,
    authToken: env.TWILIO_AUTH_TOKEN,
    baseUrl: env.TWILIO_BASE_URL,
    /** A messaging service picks the number itself, and wins where both are set. */
    sender:
      env.TWILIO_MESSAGING_SERVICE_SID === undefined
        ? { from: env.TWILIO_FROM_NUMBER ?? '' }
        : { messagingServiceSid: env.TWILIO_MESSAGING_SERVICE_SID },
  }));

export type TwilioSettings = z.output<typeof twilioSettings>;

import { always, baseUrl, required } from '#runtime';
import { z } from 'zod';

export const twilioSettings = z
  .object({
    TWILIO_ACCOUNT_SID: required()
      .regex(/^AC[0-9a-f]{32}$/i, 'must be "AC" and 32 hexadecimal digits')
      .meta({ description: 'account at Twilio', syntax: '`AC` and 32 hexadecimal digits' }),
    TWILIO_AUTH_TOKEN: required().meta({ description: 'what texts are handed to Twilio with', secret: true }),
    TWILIO_BASE_URL: baseUrl().default('https://api.twilio.com').meta({ description: "Twilio's API" }),
    TWILIO_FROM_NUMBER: z.e164('must be a number in E.164').optional().meta({
      description: 'sender of texts',
      syntax: 'E.164, such as `+14155550123`',
      requiredIf: 'without `TWILIO_MESSAGING_SERVICE_SID`',
    }),
    TWILIO_MESSAGING_SERVICE_SID: z
      .string()
      .regex(/^MG[0-9a-f]{32}$/i, 'must be "MG" and 32 hexadecimal digits')
      .optional()
      .meta({
        description: 'messaging service that picks the sender; wins over the number',
        syntax: '`MG` and 32 hexadecimal digits',
        requiredIf: 'without `TWILIO_FROM_NUMBER`',
      }),
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

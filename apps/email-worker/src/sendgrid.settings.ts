import { baseUrl, flag, required } from '#runtime';
import { z } from 'zod';

export const sendgridSettings = z
  .object({
    SENDGRID_API_KEY: required().meta({ description: 'what emails are handed to SendGrid with', secret: true }),
    SENDGRID_BASE_URL: baseUrl().default('https://api.sendgrid.com').meta({ description: "SendGrid's API" }),
    SENDGRID_FROM_EMAIL: z
      .email('must be an email address')
      .meta({ description: 'sender of emails', syntax: 'email address that SendGrid knows to be yours' }),
    SENDGRID_FROM_NAME: required().meta({ description: 'name of the sender' }),
    SENDGRID_SANDBOX_MODE: flag().default(false).meta({ description: 'SendGrid checks emails and delivers none' }),
  })
  .transform((env) => ({
    apiKey: env.SENDGRID_API_KEY,
    baseUrl: env.SENDGRID_BASE_URL,
    from: { email: env.SENDGRID_FROM_EMAIL, name: env.SENDGRID_FROM_NAME },
    /** SendGrid checks a message and delivers nothing. */
    sandboxMode: env.SENDGRID_SANDBOX_MODE,
  }));

export type SendgridSettings = z.output<typeof sendgridSettings>;

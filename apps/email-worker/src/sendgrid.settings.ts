import { baseUrl, flag, required } from '#runtime';
import { z } from 'zod';

export const sendgridSettings = z
  .object({
    SENDGRID_API_KEY: required(),
    SENDGRID_BASE_URL: baseUrl().default('https://api.sendgrid.com'),
    SENDGRID_FROM_EMAIL: z.email('must be an email address'),
    SENDGRID_FROM_NAME: required(),
    SENDGRID_SANDBOX_MODE: flag().default(false),
  })
  .transform((env) => ({
    apiKey: env.SENDGRID_API_KEY,
    baseUrl: env.SENDGRID_BASE_URL,
    from: { email: env.SENDGRID_FROM_EMAIL, name: env.SENDGRID_FROM_NAME },
    /** SendGrid checks a message and delivers nothing. */
    sandboxMode: env.SENDGRID_SANDBOX_MODE,
  }));

export type SendgridSettings = z.output<typeof sendgridSettings>;

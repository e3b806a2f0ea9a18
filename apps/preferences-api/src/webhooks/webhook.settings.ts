import { required } from '#runtime';
import { createPublicKey } from 'node:crypto';
import { z } from 'zod';

export const webhookSettings = z
  .object({
    SENDGRID_WEBHOOK_PUBLIC_KEY: required().refine(isP256Key, 'must be a P-256 key, base64 of SPKI DER').meta({
      description: "what SendGrid's webhooks are verified with, as SendGrid shows it",
      syntax: 'P-256 key, base64 of SPKI DER',
    }),
    TWILIO_AUTH_TOKEN: required().meta({ description: "what Twilio's webhooks are verified with", secret: true }),
    TWILIO_SECONDARY_AUTH_TOKEN: z
      .string()
      .optional()
      .meta({ description: 'a second token that webhooks may be signed with, while tokens are changed', secret: true }),
  })
  .transform((env) => ({
    /** What SendGrid's reports are verified with, as SendGrid shows it. */
    sendgridPublicKey: env.SENDGRID_WEBHOOK_PUBLIC_KEY,
    /** What Twilio signs its requests with: while a token is replaced, one or the other. */
    twilioAuthTokens: [
      env.TWILIO_AUTH_TOKEN,
      ...(env.TWILIO_SECONDARY_AUTH_TOKEN ? [env.TWILIO_SECONDARY_AUTH_TOKEN] : []),
    ],
  }));

export type WebhookSettings = z.output<typeof webhookSettings>;

function isP256Key(base64: string): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(base64, 'base64'), format: 'der', type: 'spki' });
    return key.asymmetricKeyDetails?.namedCurve === 'prime256v1';
  } catch {
    return false;
  }
}

import { always } from '#runtime';
import { Buffer } from 'node:buffer';
import { z } from 'zod';

const SECRET_PREFIX = 'whsec_';
/** Bytes, as Standard Webhooks asks. */
const SHORTEST_SECRET = 24;
const LONGEST_SECRET = 64;

export const alertWebhookSettings = z
  .object({
    ALERT_WEBHOOK_URL: z
      .url({ protocol: /^https?$/, error: 'must be an http(s) address' })
      .refine(hasNoCredentials, 'must not hold a user name or a password')
      .optional()
      .meta({
        description: 'where alerts are told by HTTP',
        syntax: 'http(s) address without user and password',
        requiredIf: 'with `ALERT_WEBHOOK_SECRET`',
      }),
    ALERT_WEBHOOK_SECRET: z
      .string()
      .refine(isSecret, 'must be "whsec_" and the base64 of 24 to 64 bytes')
      .optional()
      .meta({
        description: 'what those calls are signed with, per Standard Webhooks',
        syntax: '`whsec_` and the base64 of 24 to 64 bytes',
        requiredIf: 'with `ALERT_WEBHOOK_URL`',
        secret: true,
      }),
  })
  .refine(
    ({ ALERT_WEBHOOK_URL: url, ALERT_WEBHOOK_SECRET: secret }) => (url === undefined) === (secret === undefined),
    {
      path: ['ALERT_WEBHOOK_SECRET'],
      error: 'must be set together with ALERT_WEBHOOK_URL',
      when: always,
    },
  )
  .transform(({ ALERT_WEBHOOK_URL: url, ALERT_WEBHOOK_SECRET: secret }): AlertWebhookSettings | null =>
    url === undefined || secret === undefined ? null : { url, secret },
  );

/** Where alerts are told by HTTP. */
export interface AlertWebhookSettings {
  readonly url: string;
  /** Signs each request: `whsec_` and base64. */
  readonly secret: string;
}

function hasNoCredentials(url: string): boolean {
  if (!URL.canParse(url)) return true;
  const { username, password } = new URL(url);
  return username === '' && password === '';
}

function isSecret(secret: string): boolean {
  const base64 = secret.slice(SECRET_PREFIX.length);
  const bytes = Buffer.from(base64, 'base64');
  const isExact = bytes.toString('base64') === base64;
  return (
    secret.startsWith(SECRET_PREFIX) && isExact && bytes.length >= SHORTEST_SECRET && bytes.length <= LONGEST_SECRET
  );
}

import { type KeyObject, createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { flag, loadSettings, processSettings, required } from '#runtime';
import { z } from 'zod';

/** Injection token of `ProviderCredentials`. */
export const PROVIDER_CREDENTIALS = Symbol('provider credentials');
/** Injection token of `WebhookSettings`. */
export const WEBHOOK_SETTINGS = Symbol('webhook settings');

/** What a caller has to present: the same values the workers are given. */
export interface ProviderCredentials {
  readonly sendGridApiKey: string;
  readonly twilioAccountSid: string;
  readonly twilioAuthToken: string;
}

export interface WebhookSettings {
  /** Whether messages live by themselves, and webhooks tell of it. */
  readonly enabled: boolean;
  /** P-256. Signs SendGrid's events. */
  readonly signingKey: KeyObject;
  /** Base URL of the service whose webhooks are called. */
  readonly target: string;
}

const providerCredentials = z
  .object({ SENDGRID_API_KEY: required(), TWILIO_ACCOUNT_SID: required(), TWILIO_AUTH_TOKEN: required() })
  .transform((env): ProviderCredentials => ({
    sendGridApiKey: env.SENDGRID_API_KEY,
    twilioAccountSid: env.TWILIO_ACCOUNT_SID,
    twilioAuthToken: env.TWILIO_AUTH_TOKEN,
  }));

const webhookSettings = z
  .object({
    SANDBOX_WEBHOOKS: flag().default(false),
    SANDBOX_WEBHOOK_PRIVATE_KEY: z.string().transform(toSigningKey).optional(),
  })
  .transform((env) => ({
    enabled: env.SANDBOX_WEBHOOKS,
    signingKey: env.SANDBOX_WEBHOOK_PRIVATE_KEY ?? generateKeyPairSync('ec', { namedCurve: CURVE }).privateKey,
  }));

const CURVE = 'prime256v1';

function toSigningKey(text: string, context: z.RefinementCtx): KeyObject {
  try {
    const key = createPrivateKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'pkcs8' });
    if (key.asymmetricKeyDetails?.namedCurve === CURVE) return key;
  } catch {
    // Told below, without quoting what may be somebody's secret.
  }
  context.addIssue({ code: 'custom', message: 'must be a P-256 key, base64 of PKCS8 DER' });
  return z.NEVER;
}

/** @throws SettingsError */
export const loadProviderSandboxSettings = (env?: Record<string, string | undefined>) =>
  loadSettings({ process: processSettings(4010), credentials: providerCredentials, webhooks: webhookSettings }, env);

export type ProviderSandboxSettings = ReturnType<typeof loadProviderSandboxSettings>;

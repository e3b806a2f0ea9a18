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
  .object({
    SENDGRID_API_KEY: required().meta({ description: 'what the sandbox takes emails for', secret: true }),
    TWILIO_ACCOUNT_SID: required().meta({ description: 'whose texts the sandbox takes' }),
    TWILIO_AUTH_TOKEN: required().meta({ description: 'what the sandbox takes texts for', secret: true }),
  })
  .transform((env): ProviderCredentials => ({
    sendGridApiKey: env.SENDGRID_API_KEY,
    twilioAccountSid: env.TWILIO_ACCOUNT_SID,
    twilioAuthToken: env.TWILIO_AUTH_TOKEN,
  }));

const webhookSettings = z
  .object({
    SANDBOX_WEBHOOKS: flag()
      .default(false)
      .meta({ description: 'whether accepted messages live by themselves, and webhooks tell of it' }),
    SANDBOX_WEBHOOK_PRIVATE_KEY: z.string().transform(toSigningKey).optional().meta({
      description: "what signs SendGrid's events",
      syntax: 'P-256 key, base64 of PKCS8 DER',
      byDefault: 'a new one at each start',
      secret: true,
    }),
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

/** By group. */
export const providerSandboxSettings = {
  process: processSettings(4010),
  credentials: providerCredentials,
  webhooks: webhookSettings,
};

/** @throws SettingsError */
export const loadProviderSandboxSettings = (env?: Record<string, string | undefined>) =>
  loadSettings(providerSandboxSettings, env);

export type ProviderSandboxSettings = ReturnType<typeof loadProviderSandboxSettings>;

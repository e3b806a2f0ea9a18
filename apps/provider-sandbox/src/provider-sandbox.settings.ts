import { loadSettings, processSettings, required } from '#runtime';
import { z } from 'zod';

/** Injection token of `ProviderCredentials`. */
export const PROVIDER_CREDENTIALS = Symbol('provider credentials');

/** What a caller has to present: the same values the workers are given. */
export interface ProviderCredentials {
  readonly sendGridApiKey: string;
  readonly twilioAccountSid: string;
  readonly twilioAuthToken: string;
}

const providerCredentials = z
  .object({ SENDGRID_API_KEY: required(), TWILIO_ACCOUNT_SID: required(), TWILIO_AUTH_TOKEN: required() })
  .transform((env): ProviderCredentials => ({
    sendGridApiKey: env.SENDGRID_API_KEY,
    twilioAccountSid: env.TWILIO_ACCOUNT_SID,
    twilioAuthToken: env.TWILIO_AUTH_TOKEN,
  }));

/** @throws SettingsError */
export const loadProviderSandboxSettings = (env?: Record<string, string | undefined>) =>
  loadSettings({ process: processSettings(4010), credentials: providerCredentials }, env);

export type ProviderSandboxSettings = ReturnType<typeof loadProviderSandboxSettings>;

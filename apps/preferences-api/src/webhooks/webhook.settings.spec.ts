import { describe, expect, it } from '@jest/globals';
import { generateKeyPairSync } from 'node:crypto';
import { webhookSettings } from './webhook.settings.js';

const publicKey = (curve: string) =>
  generateKeyPairSync('ec', { namedCurve: curve }).publicKey.export({ type: 'spki', format: 'der' }).toString('base64');

const faultsOf = (key: string | undefined) =>
  webhookSettings
    .safeParse({ SENDGRID_WEBHOOK_PUBLIC_KEY: key, TWILIO_AUTH_TOKEN: 'token' })
    .error?.issues.map(({ message }) => message);

describe('the settings of the webhooks', () => {
  it('take the key as SendGrid shows it', () => {
    expect(faultsOf(publicKey('prime256v1'))).toBeUndefined();
  });

  it('take a second token of Twilio where there is one', () => {
    const settings = { SENDGRID_WEBHOOK_PUBLIC_KEY: publicKey('prime256v1'), TWILIO_AUTH_TOKEN: 'one' };
    const tokensOf = (env: object) => webhookSettings.parse({ ...settings, ...env }).twilioAuthTokens;
    expect(tokensOf({})).toEqual(['one']);
    expect(tokensOf({ TWILIO_SECONDARY_AUTH_TOKEN: 'two' })).toEqual(['one', 'two']);
  });

  it.each([
    [undefined, 'is required'],
    ['not a key', 'must be a P-256 key, base64 of SPKI DER'],
    [publicKey('secp384r1'), 'must be a P-256 key, base64 of SPKI DER'],
  ])('refuse %p', (key, fault) => {
    expect(faultsOf(key)).toEqual([fault]);
  });
});

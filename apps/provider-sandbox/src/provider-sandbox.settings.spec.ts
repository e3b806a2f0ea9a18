import { createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { loadProviderSandboxSettings } from './provider-sandbox.settings.js';

const CREDENTIALS = { SENDGRID_API_KEY: 'k', TWILIO_ACCOUNT_SID: 'a', TWILIO_AUTH_TOKEN: 't' };
const load = (env: Record<string, string> = {}) => loadProviderSandboxSettings({ ...CREDENTIALS, ...env });

const derOf = (namedCurve: string) => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve });
  return privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64');
};

describe('The key that signs webhooks', () => {
  test('is the one that is set', () => {
    const der = derOf('prime256v1');
    const { signingKey } = load({ SANDBOX_WEBHOOK_PRIVATE_KEY: der }).webhooks;

    expect(signingKey.export({ type: 'pkcs8', format: 'der' }).toString('base64')).toBe(der);
    expect(sign('sha256', Buffer.from('body'), signingKey).length).toBeGreaterThan(0);
  });

  test('is a new one where none is set', () => {
    expect(createPublicKey(load().webhooks.signingKey).asymmetricKeyDetails).toMatchObject({
      namedCurve: 'prime256v1',
    });
  });

  test.each(['no key', derOf('secp384r1')])('is of the right kind, and never quoted', (key) => {
    expect(() => load({ SANDBOX_WEBHOOK_PRIVATE_KEY: key })).toThrow(
      'Invalid settings:\n  - SANDBOX_WEBHOOK_PRIVATE_KEY: must be a P-256 key, base64 of PKCS8 DER',
    );
  });
});

test('Messages live by themselves only where webhooks are on', () => {
  expect([load().webhooks.enabled, load({ SANDBOX_WEBHOOKS: 'on' }).webhooks.enabled]).toEqual([false, true]);
});

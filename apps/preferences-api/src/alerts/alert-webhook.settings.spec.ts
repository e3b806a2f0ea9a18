import { describe, expect, it } from '@jest/globals';
import { SettingsError, loadSettings } from '#runtime';
import { alertWebhookSettings } from './alert-webhook.settings.js';

const URL_ = 'https://alerts.example.com/hook?team=orders/';
const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

const load = (env: Record<string, string>) => loadSettings({ alerts: alertWebhookSettings }, env).alerts;

function faultsOf(env: Record<string, string>): readonly string[] {
  try {
    load(env);
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.faults;
    throw error;
  }
}

describe('the settings of the alert webhook', () => {
  it('F5 are both set, or neither', () => {
    expect(load({})).toBeNull();
    expect(load({ ALERT_WEBHOOK_URL: URL_, ALERT_WEBHOOK_SECRET: SECRET })).toEqual({ url: URL_, secret: SECRET });
    const together = ['ALERT_WEBHOOK_SECRET: must be set together with ALERT_WEBHOOK_URL'];
    expect(faultsOf({ ALERT_WEBHOOK_URL: URL_ })).toEqual(together);
    expect(faultsOf({ ALERT_WEBHOOK_SECRET: SECRET })).toEqual(together);
  });

  it.each(['ftp://example.com/', 'alerts.example.com', 'javascript:alert(1)', 'https://ana:pw@example.com/'])(
    'F5 refuse %s as an address',
    (address) => {
      const faults = faultsOf({ ALERT_WEBHOOK_URL: address, ALERT_WEBHOOK_SECRET: SECRET });
      expect(faults).toEqual([expect.stringMatching(/^ALERT_WEBHOOK_URL: must /)]);
      expect(faults.join()).not.toContain(address);
    },
  );

  it.each([
    ['no prefix', Buffer.alloc(32).toString('base64')],
    ['23 bytes', `whsec_${Buffer.alloc(23).toString('base64')}`],
    ['65 bytes', `whsec_${Buffer.alloc(65).toString('base64')}`],
    ['no base64', `whsec_${'?'.repeat(44)}`],
  ])('F5 refuse a secret with %s', (_fault, secret) => {
    expect(faultsOf({ ALERT_WEBHOOK_URL: URL_, ALERT_WEBHOOK_SECRET: secret })).toEqual([
      'ALERT_WEBHOOK_SECRET: must be "whsec_" and the base64 of 24 to 64 bytes',
    ]);
  });
});

import { describe, expect, it } from '@jest/globals';
import { deliverySettings, isAllowlisted } from './delivery.settings.js';

describe('the allow-list', () => {
  const { allowlist } = deliverySettings.parse({
    RECIPIENT_ALLOWLIST: 'QA@Example.com, @staging.example.com,+14155550123,',
  });

  it.each([
    ['qa@example.com', true],
    ['QA@EXAMPLE.COM', true],
    ['anyone@staging.example.com', true],
    ['+14155550123', true],
    ['someone@example.com', false],
    ['anyone@deep.staging.example.com', false],
    ['anyone@notstaging.example.com', false],
    ['xqa@example.com', false],
    ['+141555501234', false],
    ['', false],
  ])('%s: %s', (address, allowed) => {
    expect(isAllowlisted(allowlist, address)).toBe(allowed);
  });

  it('lets everybody through where there is none', () => {
    expect(isAllowlisted(deliverySettings.parse({}).allowlist, 'anyone@example.com')).toBe(true);
  });
});

describe('the settings of delivery', () => {
  it('default to retries after 1, 5 and 15 minutes, 50 a day and three days of useful life', () => {
    const retries = [60_000, 300_000, 900_000];
    expect(deliverySettings.parse({})).toEqual({
      retryDelays: { email: retries, sms: retries, in_app: retries },
      eventMaxAgeMs: { email: 72 * 3_600_000, sms: 72 * 3_600_000, in_app: 72 * 3_600_000 },
      callsPerSecond: { email: null, sms: null, in_app: null },
      dailyCap: 50,
      defaultTimeZone: 'UTC',
      allowlist: null,
    });
  });

  it('keep to the rates that are set', () => {
    const { callsPerSecond } = deliverySettings.parse({ EMAIL_RATE_LIMIT: '600', SMS_RATE_LIMIT: '50' });
    expect(callsPerSecond).toEqual({ email: 600, sms: 50, in_app: null });
  });

  it('differ by channel', () => {
    const { retryDelays } = deliverySettings.parse({ SMS_RETRY_DELAYS: '10s, 20s' });
    expect(retryDelays).toMatchObject({ sms: [10_000, 20_000], email: [60_000, 300_000, 900_000] });
  });

  it.each([
    ['EMAIL_RETRY_DELAYS', ''],
    ['EMAIL_RETRY_DELAYS', '60'],
    ['SMS_RATE_LIMIT', '0'],
    ['EVENT_MAX_AGE', '-1h'],
    ['DAILY_CAP', '1.5'],
    ['DEFAULT_TIME_ZONE', 'Mars/Olympus'],
  ])('refuse %s=%s', (name, value) => {
    expect(deliverySettings.safeParse({ [name]: value }).success).toBe(false);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApiFixture } from './api.fixture.js';

const PREFERENCES = '/api/v2/notifications/preferences';
const LOOK_UP = '/api/v2/notifications?orderId=o-1';

const LIMITS = {
  RATE_LIMIT_ANYONE: '4',
  RATE_LIMIT_CUSTOMER: '2',
  RATE_LIMIT_STAFF: '3',
  RATE_LIMIT_SERVICE: '5',
};

describe('rate limits', () => {
  let api: ApiFixture;
  beforeAll(async () => {
    api = await ApiFixture.start({ ...LIMITS, TRUSTED_PROXIES: 'loopback' });
  });
  afterAll(() => api.stop());

  const from = (address: string, token?: string) => ({
    headers: { 'x-forwarded-for': address },
    ...(token === undefined ? {} : { token }),
  });

  it('tell a caller what is left, and turn it away with a problem when nothing is', async () => {
    const token = await api.token('ana');
    const first = await api.call('GET', PREFERENCES, { token });
    expect(first.status).toBe(200);
    expect(first.headers.get('ratelimit')).toMatch(/^"customer"; r=1; t=\d+$/);
    expect(first.headers.get('ratelimit-policy')).toMatch(/^"customer"; q=2; w=60; pk=:[\w+/=]+:$/);
    await api.call('GET', PREFERENCES, { token });
    const third = await api.call('GET', PREFERENCES, { token, headers: { 'x-request-id': 'r-3' } });
    expect(third.status).toBe(429);
    expect(third.headers.get('ratelimit')).toMatch(/^"customer"; r=0; t=\d+$/);
    expect(Number(third.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(Number(third.headers.get('retry-after'))).toBeLessThanOrEqual(60);
    expect(third.body).toEqual({
      type: 'https://shop.test/api/v2/problems/too_many_requests',
      title: 'There were too many requests',
      status: 429,
      code: 'too_many_requests',
      detail: 'There were too many requests',
      errors: [],
      traceId: 'r-3',
    });
  });

  it('are per customer, wherever they call from', async () => {
    const [ben, cleo] = [await api.token('ben'), await api.token('cleo')];
    for (const address of ['10.1.0.1', '10.1.0.2']) await api.call('GET', PREFERENCES, from(address, ben));
    expect((await api.call('GET', PREFERENCES, from('10.1.0.3', ben))).status).toBe(429);
    expect((await api.call('GET', PREFERENCES, from('10.1.0.3', cleo))).status).toBe(200);
  });

  it.each([
    ['service', 'notifications:service', 5],
    ['staff', 'notifications:support', 3],
    ['staff', 'notifications:ops', 3],
    ['service', 'notifications:service notifications:ops', 5],
  ])('of a %s with %s are as the settings say', async (kind, scope, limit) => {
    const { headers } = await api.call('GET', LOOK_UP, { token: await api.token(`caller ${scope}`, scope) });
    expect(headers.get('ratelimit-policy')).toContain(`"${kind}"; q=${limit};`);
  });

  it('count whoever tries tokens by address', async () => {
    const statuses = [];
    for (let i = 0; i < 5; i++) {
      statuses.push((await api.call('GET', PREFERENCES, from('10.2.0.1', `forged${i}.x.y`))).status);
    }
    expect(statuses).toEqual([401, 401, 401, 401, 429]);
    expect((await api.call('GET', '/api/v2/openapi.json', from('10.2.0.1'))).status).toBe(429);
    expect((await api.call('GET', '/api/v2/openapi.json', from('10.2.0.2'))).status).toBe(200);
  });

  it('do not hold for probes and for providers', async () => {
    for (let i = 0; i < 8; i++) {
      expect((await api.call('GET', '/health/live', from('10.3.0.1'))).status).toBe(200);
      const webhook = await api.call('POST', '/api/v2/webhooks/sendgrid', { ...from('10.3.0.1'), json: [] });
      expect(webhook.status).toBe(403);
      expect(webhook.headers.has('ratelimit')).toBe(false);
    }
  });
});

describe('an API without TRUSTED_PROXIES', () => {
  let api: ApiFixture;
  beforeAll(async () => {
    api = await ApiFixture.start(LIMITS);
  });
  afterAll(() => api.stop());

  it('does not believe an address that the caller made up', async () => {
    const statuses = [];
    for (let i = 0; i < 5; i++) {
      const { status } = await api.call('GET', '/api/v2/openapi.json', {
        headers: { 'x-forwarded-for': `10.4.0.${i}` },
      });
      statuses.push(status);
    }
    expect(statuses).toEqual([200, 200, 200, 200, 429]);
  });
});

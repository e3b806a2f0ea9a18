import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ROUTE_ACCESS, type RouteAccess } from '../../../apps/preferences-api/src/access/route-access.js';
import { ApiFixture } from './api.fixture.js';

const PREFERENCES = '/api/v2/notifications/preferences';

const SCOPES = {
  customer: undefined,
  service: 'notifications:service',
  support: 'notifications:support',
  ops: 'openid notifications:ops',
} as const;

interface Layer {
  readonly route?: { readonly path: string; readonly stack: readonly { readonly method: string }[] };
}

describe('the API', () => {
  let api: ApiFixture;
  beforeAll(async () => {
    api = await ApiFixture.start();
  });
  afterAll(() => api.stop());

  it('N5 gets requests that are Express’s from their beginning', async () => {
    const { request: prototype } = api.app.getHttpAdapter().getInstance() as { request: object };
    const made: unknown[] = [];
    api.app.getHttpServer().prependOnceListener('request', (request) => {
      made.push(Object.getPrototypeOf(request));
    });
    await api.call('GET', PREFERENCES);
    expect(made).toHaveLength(1);
    expect(made[0]).toBe(prototype);
  });

  describe('access', () => {
    it('is decided for every route there is, and for no other', () => {
      const { router } = api.app.getHttpAdapter().getInstance() as { router: { stack: readonly Layer[] } };
      const served = router.stack.flatMap(({ route }) =>
        route === undefined ? [] : route.stack.map(({ method }) => `${method.toUpperCase()} ${route.path}`),
      );
      expect(served.sort()).toEqual(Object.keys(ROUTE_ACCESS).sort());
    });

    const routes = Object.entries<RouteAccess>(ROUTE_ACCESS);
    const pathOf = (route: string) => route.replace(':id', '0199aaaa-0000-7000-8000-000000000001').replace(/:\w+/, 'x');

    it.each(routes.filter(([, access]) => typeof access === 'object'))(
      'to %s is as the table says',
      async (name, access) => {
        const [method = '', route = ''] = name.split(' ');
        expect((await api.call(method, pathOf(route))).status).toBe(401);
        for (const [kind, scope] of Object.entries(SCOPES)) {
          const { status } = await api.call(method, pathOf(route), { token: await api.token('someone', scope) });
          expect([kind, status === 403]).toEqual([kind, !(access as readonly string[]).includes(kind)]);
        }
      },
    );

    it.each(routes.filter(([, access]) => typeof access === 'string'))('to %s needs no token', async (name, access) => {
      const [method = '', route = ''] = name.split(' ');
      const { status, body } = await api.call(method, pathOf(route));
      expect(status).not.toBe(401);
      if (access === 'provider') expect(body).toMatchObject({ status: 403, code: 'invalid_signature' });
    });

    it('asks for a token, and says what is wrong with the one given', async () => {
      const none = await api.call('GET', PREFERENCES);
      expect(none).toMatchObject({ status: 401, body: { code: 'missing_token' } });
      expect(none.headers.get('www-authenticate')).toBe('Bearer realm="notifications"');
      const basic = await api.call('GET', PREFERENCES, { headers: { authorization: 'Basic YTpi' } });
      expect(basic).toMatchObject({ status: 401, body: { code: 'missing_token' } });
      const forged = await api.call('GET', PREFERENCES, { token: `${await api.token('ana')}x` });
      expect(forged).toMatchObject({ status: 401, body: { code: 'invalid_token' } });
      expect(forged.headers.get('www-authenticate')).toContain('error="invalid_token"');
      const foreign = await api.call('GET', '/api/v2/notifications', { token: await api.token('ana') });
      expect(foreign).toMatchObject({ status: 403, body: { code: 'forbidden' } });
      expect(foreign.headers.get('www-authenticate')).toContain('error="insufficient_scope"');
    });
  });

  describe('problems', () => {
    it('name the methods that do exist', async () => {
      const answer = await api.call('DELETE', '/api/v2/notifications');
      expect(answer).toMatchObject({ status: 405, body: { code: 'method_not_allowed' } });
      expect(answer.headers.get('allow')).toBe('POST, GET');
    });

    it('an address that cannot be decoded is 400', async () => {
      expect(await api.call('GET', '/api/v2/notifications/unsubscribe/%zz')).toMatchObject({
        status: 400,
        body: { code: 'malformed_request' },
      });
    });
  });

  describe('health and metrics', () => {
    it('answer outside the base path, without a token', async () => {
      expect(await api.call('GET', '/health/live')).toMatchObject({ status: 200, body: { status: 'ok' } });
      expect(await api.call('GET', '/health/ready')).toMatchObject({
        status: 200,
        body: { details: { database: { status: 'up' }, schema: { status: 'up' } } },
      });
      const metrics = await api.call('GET', '/metrics');
      expect(metrics.status).toBe(200);
      expect(metrics.text).toContain('process_cpu_seconds_total');
    });
  });
});

describe('the API without its database', () => {
  let api: ApiFixture;
  beforeAll(async () => {
    api = await ApiFixture.startWithoutDatabase();
  });
  afterAll(() => api.stop());

  it('is alive', async () => {
    expect((await api.call('GET', '/health/live')).status).toBe(200);
  });

  it('answers 503 and when to come back', async () => {
    const answer = await api.call('GET', PREFERENCES, { token: await api.token('ana') });
    expect(answer).toMatchObject({ status: 503, body: { code: 'temporarily_unavailable' } });
    expect(answer.headers.get('retry-after')).toBe('5');
  });

  describe('F6 answers people with a page', () => {
    const HTML = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
    const PAGES = ['/preferences/token', '/api/v2/notifications/unsubscribe/token'];

    it.each(PAGES)('in their language, and says when to come back: %s', async (path) => {
      const headers = { ...HTML, 'accept-language': 'es-MX, fr;q=0.5' };
      const answer = await api.call('GET', path, { headers });
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
      expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(answer.headers.get('content-security-policy')).toContain(`default-src 'none'`);
      expect(answer.text).toContain('<html lang="es">');
      expect(answer.text).toContain('No se ha cambiado nada.');
    });

    it.each(PAGES)('that keeps what they sent, as text and never as markup: %s', async (path) => {
      const body = new URLSearchParams({ scope: 'all', language: '"><script>alert(1)</script>' });
      const { status, text } = await api.call('POST', path, { headers: HTML, body });
      expect(status).toBe(503);
      expect(text).toContain('<input type="hidden" name="scope" value="all" />');
      expect(text).toContain('value="&quot;&gt;&lt;script&gt;');
      expect(text).not.toContain('<script>');
    });

    it('that keeps nothing another web site sent in their name', async () => {
      const headers = { ...HTML, 'sec-fetch-site': 'cross-site' };
      const body = new URLSearchParams({ language: 'fr' });
      const { status, text } = await api.call('POST', '/preferences/token', { headers, body });
      expect(status).toBe(503);
      expect(text).toContain('Please go back');
      expect(text).not.toMatch(/<form|value="fr"/);
    });

    it.each(PAGES)('and programs with a problem: %s', async (path) => {
      for (const accept of ['*/*', 'application/json', 'application/problem+json']) {
        for (const method of ['GET', 'POST']) {
          const answer = await api.call(method, path, { headers: { accept } });
          expect(answer).toMatchObject({ status: 503, body: { code: 'temporarily_unavailable' } });
        }
      }
    });
  });
});

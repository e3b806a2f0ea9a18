import { request as httpRequest } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { developmentSettings } from '../../../infra/development-settings.js';
import { AppProcess } from '../../system/app-process.js';
import { eventually } from '../../system/eventually.js';
import { type Answer, ApiFixture } from './api.fixture.js';

const PREFERENCES = '/api/v2/notifications/preferences';
const SHOP = 'https://shop.example.com';

describe('the edge of the API', () => {
  let api: ApiFixture;
  beforeAll(async () => {
    api = await ApiFixture.start({ CORS_ORIGINS: `${SHOP}, https://m.shop.example.com` });
  });
  afterAll(() => api.stop());

  const json = { 'content-type': 'application/json' };

  async function send(body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = json): Promise<Answer> {
    return api.call('PUT', PREFERENCES, {
      token: await api.token('edge'),
      body,
      headers: { ...headers, 'x-request-id': 'r-1' },
    });
  }

  const problem = (status: number, code: string, title: string, rest: object = {}) => ({
    type: `https://shop.test/api/v2/problems/${code}`,
    title,
    status,
    code,
    detail: title,
    errors: [],
    traceId: 'r-1',
    ...rest,
  });

  describe('a body', () => {
    it.each<[string, string | Buffer<ArrayBuffer>, object]>([
      ['that is no JSON', '{"email": "ana@example.com"', problem(400, 'invalid_json', 'The body is not valid JSON')],
      [
        'that is not UTF-8',
        Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]),
        problem(400, 'invalid_encoding', 'The body is not UTF-8'),
      ],
      [
        'that names a field twice',
        '{"quietHours":{"start":"22:00","start":"21:00"}}',
        problem(400, 'duplicate_key', 'An object in the body names a field twice', {
          errors: [{ field: 'quietHours.start', message: 'is named twice' }],
        }),
      ],
      [
        'that is nested too deeply',
        `{"types":${'['.repeat(10_000)}${']'.repeat(10_000)}}`,
        problem(400, 'nested_too_deeply', 'The body is nested too deeply', {
          detail: 'At most 32 objects and arrays within each other',
        }),
      ],
      [
        'over 64 KiB',
        JSON.stringify({ language: 'x'.repeat(64 * 1024) }),
        problem(413, 'body_too_large', 'The body is too large'),
      ],
    ])('%s is refused', async (_, body, expected) => {
      const answer = await send(body);
      expect(answer.body).toEqual(expected);
      expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    });

    it.each<[string, Record<string, string>, string]>([
      ['another type', { 'content-type': 'application/xml' }, 'Read here: application/json'],
      ['no type', {}, 'Read here: application/json'],
      ['JSON in another charset', { 'content-type': 'application/json; charset=utf-16' }, 'JSON is read as UTF-8 only'],
      [
        'a compression we do not know',
        { ...json, 'content-encoding': 'zstd' },
        'The body has a type that is not read here',
      ],
    ])('of %s is refused', async (_, headers, detail) => {
      const answer = await send(Buffer.from('{}'), headers);
      expect(answer.body).toEqual(
        problem(415, 'unsupported_media_type', 'The body has a type that is not read here', { detail }),
      );
    });

    it('may be compressed, and counts by what it unpacks to', async () => {
      const gzip = { ...json, 'content-encoding': 'gzip' };
      expect((await send(new Uint8Array(gzipSync('{}')), gzip)).status).toBe(200);
      const bomb = new Uint8Array(gzipSync(Buffer.alloc(10 * 1024 * 1024, ' ')));
      expect(bomb.length).toBeLessThan(64 * 1024);
      expect((await send(bomb, gzip)).body).toMatchObject({ status: 413, code: 'body_too_large' });
    });

    it('is not read where it has no meaning', async () => {
      const headers = { ...json, authorization: `Bearer ${await api.token('edge')}`, 'content-length': '1' };
      expect(await statusOf(`${api.url}${PREFERENCES}`, headers, '{')).toBe(200);
    });
  });

  describe('a request', () => {
    it('keeps the name that its caller gave it', async () => {
      const answer = await api.call('GET', '/api/v2/nowhere', { headers: { 'x-request-id': 'checkout-7:retry.2' } });
      expect(answer.headers.get('x-request-id')).toBe('checkout-7:retry.2');
      expect(answer.body).toMatchObject({ traceId: 'checkout-7:retry.2' });
    });

    it('is named after its trace', async () => {
      const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
      const { headers } = await api.call('GET', '/health/live', { headers: { traceparent } });
      expect(headers.get('x-request-id')).toBe('0af7651916cd43dd8448eb211c80319c');
    });

    it.each([undefined, 'ana@example.com', 'two words', 'x'.repeat(129), '{"a":1}'])(
      'gets a name where it has none that we would write down: %j',
      async (name) => {
        const headers: Record<string, string> = name === undefined ? {} : { 'x-request-id': name };
        const answer = await api.call('GET', '/nowhere', { headers });
        const given = answer.headers.get('x-request-id');
        expect(given).toMatch(/^[\da-f]{32}$/);
        expect(answer.body).toMatchObject({ traceId: given });
      },
    );
  });

  describe('an answer', () => {
    it('tells browsers to be careful with it', async () => {
      const { headers } = await api.call('GET', '/health/live');
      expect(headers.get('content-security-policy')).toBe("default-src 'none';frame-ancestors 'none'");
      expect(headers.get('strict-transport-security')).toContain('max-age=');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-frame-options')).toBe('SAMEORIGIN');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.has('x-powered-by')).toBe(false);
    });

    it('is not kept by anybody on the way', async () => {
      const { headers } = await api.call('GET', PREFERENCES, { token: await api.token('edge') });
      expect(headers.get('cache-control')).toBe('no-store');
    });
  });

  describe('scripts of other web sites', () => {
    const preflight = (origin: string) =>
      api.call('OPTIONS', PREFERENCES, {
        headers: { origin, 'access-control-request-method': 'PUT', 'access-control-request-headers': 'authorization' },
      });

    it('may call from the origins of the settings', async () => {
      const allowed = await preflight(SHOP);
      expect(allowed.status).toBe(204);
      expect(allowed.headers.get('access-control-allow-origin')).toBe(SHOP);
      expect(allowed.headers.get('access-control-allow-methods')).toContain('PATCH');
      const { headers } = await api.call('GET', PREFERENCES, {
        token: await api.token('edge'),
        headers: { origin: SHOP },
      });
      expect(headers.get('access-control-allow-origin')).toBe(SHOP);
      expect(headers.get('access-control-expose-headers')).toContain('ETag');
      expect(headers.get('vary')).toContain('Origin');
    });

    it('may read why a body of theirs was refused', async () => {
      const { headers } = await send('{', { ...json, origin: SHOP });
      expect(headers.get('access-control-allow-origin')).toBe(SHOP);
    });

    it('may not from anywhere else', async () => {
      for (const origin of ['https://evil.example.com', 'null', `${SHOP}.evil.example.com`]) {
        expect((await preflight(origin)).headers.has('access-control-allow-origin')).toBe(false);
      }
    });
  });
});

/** `fetch` sends no body with GET. */
function statusOf(url: string, headers: Record<string, string>, body: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    httpRequest(url, { method: 'GET', headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end(body);
  });
}

describe('an API without CORS_ORIGINS', () => {
  let api: ApiFixture;
  beforeAll(async () => {
    api = await ApiFixture.start();
  });
  afterAll(() => api.stop());

  it('lets no script of another web site call it', async () => {
    const { headers } = await api.call('GET', '/api/v2/openapi.json', { headers: { origin: SHOP } });
    expect(headers.has('access-control-allow-origin')).toBe(false);
  });
});

describe('a request that fails on our side', () => {
  let app: AppProcess;
  beforeAll(async () => {
    app = await AppProcess.start('apps/preferences-api/src/main.ts', {
      ...developmentSettings(),
      DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing',
      KAFKA_BROKERS: '127.0.0.1:1',
      LOG_LEVEL: 'warn',
    });
    await eventually(() => app.health('live'), 30_000);
  }, 40_000);
  afterAll(() => app.end('SIGKILL'));

  it('has one name in the answer and in the log', async () => {
    const answer = await fetch(`${app.url}${PREFERENCES}`, { headers: { 'x-request-id': 'checkout-8' } });
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ traceId: 'checkout-8' });
    await eventually(() => {
      const line = app.lines.find(({ msg }) => msg === 'a request failed');
      expect(line).toMatchObject({ level: 'warn', requestId: 'checkout-8', code: 'temporarily_unavailable' });
    });
  });
});

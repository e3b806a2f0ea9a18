/** Attacks on sign-in: tokens that nobody issued, or that were issued for something else. */
import { createHmac } from 'node:crypto';
import { type Server, createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type CryptoKey, SignJWT, exportJWK, exportSPKI, generateKeyPair } from 'jose';
import { developmentSettings } from '../../../infra/development-settings.js';
import { ApiFixture } from '../preferences-api/api.fixture.js';

const PREFERENCES = '/api/v2/notifications/preferences';
const OPERATORS = '/api/v2/notifications/controls';
const { AUTH_ISSUER = '', AUTH_AUDIENCE = '', AUTH_JWT_SECRET = '' } = developmentSettings();

const now = () => Math.floor(Date.now() / 1_000);
const claims = (changes: object = {}) => ({
  iss: AUTH_ISSUER,
  aud: AUTH_AUDIENCE,
  sub: 'mallory',
  scope: 'notifications:ops',
  exp: now() + 60,
  ...changes,
});
const part = (json: unknown) => Buffer.from(JSON.stringify(json)).toString('base64url');

/** A token put together by hand: libraries refuse to make some of these. */
function forged(header: object, payload: object, sign: (signed: string) => string = () => ''): string {
  const signed = `${part(header)}.${part(payload)}`;
  return `${signed}.${sign(signed)}`;
}

const hmac =
  (key: string | Buffer, hash = 'sha256') =>
  (signed: string) =>
    createHmac(hash, key).update(signed).digest('base64url');

async function refused(api: ApiFixture, token: string, code = 'invalid_token'): Promise<void> {
  for (const path of [PREFERENCES, OPERATORS]) {
    expect(await api.call('GET', path, { token })).toMatchObject({ status: 401, body: { code } });
  }
}

describe('N6 attacks on tokens signed with a shared secret', () => {
  let api: ApiFixture;
  beforeAll(async () => {
    api = await ApiFixture.start();
  });
  afterAll(() => api.stop());

  it('are told from the real thing', async () => {
    const token = forged({ alg: 'HS256' }, claims(), hmac(AUTH_JWT_SECRET));
    expect((await api.call('GET', OPERATORS, { token })).status).toBe(200);
  });

  it.each(['none', 'None', 'NONE', 'nOnE'])('a token that says it needs no signature: alg %s', async (alg) => {
    await refused(api, forged({ alg, typ: 'JWT' }, claims()));
    await refused(api, forged({ alg, typ: 'JWT' }, claims(), hmac(AUTH_JWT_SECRET)));
  });

  it.each<[string, object, (signed: string) => string]>([
    ['without a signature', { alg: 'HS256' }, () => ''],
    ['without an algorithm', {}, hmac(AUTH_JWT_SECRET)],
    ['signed with an empty secret', { alg: 'HS256' }, hmac('')],
    ['of a weaker family of keys', { alg: 'HS1' }, hmac(AUTH_JWT_SECRET, 'sha1')],
    ['of an algorithm that was not agreed', { alg: 'HS384' }, hmac(AUTH_JWT_SECRET, 'sha384')],
    ['with an extension that must be understood', { alg: 'HS256', crit: ['b64'], b64: false }, hmac(AUTH_JWT_SECRET)],
    ['with the key in its own header', { alg: 'HS256', jwk: { kty: 'oct', k: part('own') } }, hmac('own')],
    ['whose key is a file', { alg: 'HS256', kid: '../../../../dev/null' }, hmac('')],
    ['whose key is a query', { alg: 'HS256', kid: "' UNION SELECT 'own" }, hmac('own')],
  ])('a token %s', async (_, header, sign) => {
    await refused(api, forged(header, claims(), sign));
  });

  it.each<[string, object, string]>([
    ['that has expired', { exp: now() - 61 }, 'expired_token'],
    ['that never expires', { exp: undefined }, 'invalid_token'],
    ['that expires in no number', { exp: 'never' }, 'invalid_token'],
    ['that is not valid yet', { nbf: now() + 3_600 }, 'invalid_token'],
    ['for another audience', { aud: 'payments' }, 'invalid_token'],
    ['for an audience that ours is part of', { aud: `${AUTH_AUDIENCE}-staging` }, 'invalid_token'],
    ['by another issuer', { iss: `${AUTH_ISSUER}.evil.example` }, 'invalid_token'],
    ['for nobody', { sub: '' }, 'invalid_token'],
    ['for several people', { sub: ['mallory', 'ana'] }, 'invalid_token'],
  ])('a token %s, though signed', async (_, changes, code) => {
    await refused(api, forged({ alg: 'HS256' }, claims(changes), hmac(AUTH_JWT_SECRET)), code);
  });

  it('claims changed under a signature', async () => {
    const [header = '', , signature = ''] = (await api.token('mallory')).split('.');
    for (const change of [{ sub: 'ana' }, { scope: 'notifications:ops' }]) {
      await refused(api, `${header}.${part(claims(change))}.${signature}`);
    }
  });

  it('scopes that only look like ours', async () => {
    for (const scope of ['NOTIFICATIONS:OPS', 'notifications:ops,openid', 'xnotifications:ops', 'notifications:*']) {
      const token = await api.token('mallory', scope);
      expect(await api.call('GET', OPERATORS, { token })).toMatchObject({ status: 403 });
    }
  });

  it('a token anywhere but in its header', async () => {
    const token = await api.token('ana');
    const elsewhere = [
      api.call('GET', `${PREFERENCES}?access_token=${token}`),
      api.call('GET', PREFERENCES, { headers: { cookie: `access_token=${token}; token=${token}` } }),
      api.call('GET', PREFERENCES, { headers: { 'x-authorization': `Bearer ${token}` } }),
      api.call('PUT', PREFERENCES, { body: new URLSearchParams({ access_token: token }) }),
    ];
    for (const { status } of await Promise.all(elsewhere)) expect(status).toBe(401);
  });
});

describe('N6 attacks on tokens signed with published keys', () => {
  let api: ApiFixture;
  let keys: Server;
  let privateKey: CryptoKey;
  let publicKey: CryptoKey;
  const asked: string[] = [];

  beforeAll(async () => {
    ({ privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true }));
    const jwk = { ...(await exportJWK(publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' };
    keys = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.end(JSON.stringify({ keys: [jwk] }));
    }).listen(0, '127.0.0.1');
    await once(keys, 'listening');
    api = await ApiFixture.start({ AUTH_JWT_SECRET: '', AUTH_JWKS_URL: `${address()}/ours` });
  });
  afterAll(async () => {
    await api.stop();
    keys.closeAllConnections();
    keys.close();
  });

  const address = () => `http://127.0.0.1:${(keys.address() as AddressInfo).port}`;

  it('are told from the real thing', async () => {
    const token = await new SignJWT(claims()).setProtectedHeader({ alg: 'RS256', kid: 'k1' }).sign(privateKey);
    expect((await api.call('GET', OPERATORS, { token })).status).toBe(200);
  });

  it('the published key taken for a shared secret', async () => {
    const jwk = await exportJWK(publicKey);
    const pem = await exportSPKI(publicKey);
    const der = Buffer.from(pem.replace(/-----[^-]+-----/g, ''), 'base64');
    const secrets = [pem, pem.trimEnd(), der, JSON.stringify(jwk), Buffer.from(jwk.n ?? '', 'base64url'), jwk.n ?? ''];
    for (const secret of secrets) {
      await refused(api, forged({ alg: 'HS256', kid: 'k1' }, claims(), hmac(secret)));
    }
    await refused(api, forged({ alg: 'none', kid: 'k1' }, claims()));
  });

  it('a key that the token brings along, or says where to fetch', async () => {
    const own = await generateKeyPair('RS256', { extractable: true });
    const jwk = await exportJWK(own.publicKey);
    const places = { jku: `${address()}/jku`, x5u: `${address()}/x5u` };
    for (const header of [
      { jwk },
      { kid: 'k1', jwk },
      { kid: 'k1', ...places },
      { kid: `${address()}/kid`, ...places },
    ]) {
      const token = await new SignJWT(claims()).setProtectedHeader({ alg: 'RS256', ...header }).sign(own.privateKey);
      await refused(api, token);
    }
    expect(new Set(asked)).toEqual(new Set(['/ours']));
  });
});

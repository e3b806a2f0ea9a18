import { describe, expect, it } from '@jest/globals';
import { SignJWT } from 'jose';
import { AccessTokenVerifier, authSettings } from './access-token.js';
import { SystemClock } from './clock.js';
import { SettingsError, loadSettings } from './settings.js';

const SECRET = 'a secret of thirty-two bytes or more';
const ENV = { AUTH_JWT_SECRET: SECRET, AUTH_ISSUER: 'https://sign-in.test', AUTH_AUDIENCE: 'notifications' };

interface TokenOptions {
  readonly claims?: Record<string, unknown>;
  readonly algorithm?: string;
  readonly key?: Parameters<SignJWT['sign']>[0];
}

function sign({ claims = {}, algorithm = 'HS256', key = new TextEncoder().encode(SECRET) }: TokenOptions = {}) {
  const now = Math.floor(Date.now() / 1000);
  const payload = { iss: ENV.AUTH_ISSUER, aud: ENV.AUTH_AUDIENCE, sub: 'ana', exp: now + 60, ...claims };
  return new SignJWT(payload).setProtectedHeader({ alg: algorithm, kid: 'k1' }).sign(key);
}

function verifier(env: Record<string, string> = ENV) {
  return new AccessTokenVerifier(loadSettings({ auth: authSettings }, env).auth, new SystemClock());
}

describe('AccessTokenVerifier with a shared secret', () => {
  it('gives subject, scopes and how long it opens anything', async () => {
    const exp = Math.floor(Date.now() / 1000) + 60;
    const token = await sign({ claims: { scope: 'openid notifications:ops', exp } });
    const clockSkewMs = 5_000;
    await expect(verifier().verify(token)).resolves.toEqual({
      subject: 'ana',
      scopes: new Set(['openid', 'notifications:ops']),
      expiresAt: new Date(exp * 1000 + clockSkewMs),
    });
  });

  it('takes a token without scope as one that has none', async () => {
    await expect(verifier().verify(await sign())).resolves.toMatchObject({ subject: 'ana', scopes: new Set() });
  });

  it.each<[string, TokenOptions]>([
    ['another secret', { key: new TextEncoder().encode('another secret of thirty-two bytes or more') }],
    ['another algorithm', { algorithm: 'HS512' }],
    ['another issuer', { claims: { iss: 'https://evil.test' } }],
    ['another audience', { claims: { aud: 'payments' } }],
    ['no subject', { claims: { sub: undefined } }],
    ['a subject too long for an id', { claims: { sub: 'x'.repeat(129) } }],
    ['a subject with NUL', { claims: { sub: 'ana\u0000' } }],
    ['no expiry', { claims: { exp: undefined } }],
    ['a start in the future', { claims: { nbf: Math.floor(Date.now() / 1000) + 60 } }],
    ['a scope that is no text', { claims: { scope: ['notifications:ops'] } }],
  ])('refuses %s', async (_, options) => {
    await expect(verifier().verify(await sign(options))).rejects.toMatchObject({ code: 'invalid_token' });
  });

  it('refuses a token that nobody signed', async () => {
    const unsigned = `${btoa('{"alg":"none"}')}.${btoa(JSON.stringify({ sub: 'ana' }))}.`;
    await expect(verifier().verify(unsigned)).rejects.toMatchObject({ code: 'invalid_token' });
    await expect(verifier().verify('rubbish')).rejects.toMatchObject({ code: 'invalid_token' });
  });

  it('says that a token has expired', async () => {
    const token = await sign({ claims: { exp: Math.floor(Date.now() / 1000) - 10 } });
    await expect(verifier().verify(token)).rejects.toMatchObject({ code: 'expired_token', retryable: false });
  });

  it('bears with a clock that differs by as much as the settings say', async () => {
    const now = Math.floor(Date.now() / 1000);
    const early = await sign({ claims: { nbf: now + 20 } });
    const late = await sign({ claims: { exp: now - 20 } });
    const tolerant = verifier({ ...ENV, AUTH_CLOCK_SKEW: '30s' });
    for (const token of [early, late]) {
      await expect(tolerant.verify(token)).resolves.toMatchObject({ subject: 'ana' });
      await expect(verifier().verify(token)).rejects.toThrow();
    }
  });
});

describe('authSettings', () => {
  it.each<[string, Record<string, string>]>([
    ['neither key', { AUTH_ISSUER: 'i', AUTH_AUDIENCE: 'a' }],
    ['both keys', { ...ENV, AUTH_JWKS_URL: 'https://sign-in.test/jwks' }],
    ['a short secret', { ...ENV, AUTH_JWT_SECRET: 'too short' }],
    ['a tolerance that keeps expired tokens alive', { ...ENV, AUTH_CLOCK_SKEW: '6m' }],
    ['no audience', { AUTH_JWT_SECRET: SECRET, AUTH_ISSUER: 'i' }],
  ])('refuses %s', (_, env) => {
    expect(() => loadSettings({ auth: authSettings }, env)).toThrow(SettingsError);
  });
});

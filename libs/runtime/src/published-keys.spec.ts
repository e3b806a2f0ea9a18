import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type CryptoKey, type JWK, SignJWT, exportJWK, exportSPKI, generateKeyPair } from 'jose';
import { AccessTokenVerifier, authSettings } from './access-token.js';
import { SystemClock } from './clock.js';
import { loadSettings } from './settings.js';

const ISSUER = 'https://sign-in.test';
const AUDIENCE = 'notifications';

/** A key of the sign-in service, under a name of its own. */
interface SigningKey {
  readonly kid: string;
  readonly alg: string;
  readonly publicKey: CryptoKey;
  readonly privateKey: CryptoKey;
  readonly published: JWK;
}

async function signingKey(kid: string, alg = 'ES256'): Promise<SigningKey> {
  const { publicKey, privateKey } = await generateKeyPair(alg);
  return { kid, alg, publicKey, privateKey, published: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } };
}

function tokenBy({ kid, alg, privateKey }: SigningKey, claims: Record<string, unknown> = {}): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({ iss: ISSUER, aud: AUDIENCE, sub: 'ana', exp: now + 60, ...claims })
    .setProtectedHeader({ alg, kid })
    .sign(privateKey);
}

/** Publishes keys as a sign-in service does, and counts who asks. */
class KeyServer {
  fetches = 0;
  /** What it answers; not a key set: it is out of order. */
  keys: JWK[] | 'out of order' = [];
  private readonly server: Server;

  constructor() {
    this.server = createServer((_, response) => {
      this.fetches += 1;
      if (this.keys === 'out of order') response.writeHead(500).end();
      else response.end(JSON.stringify({ keys: this.keys }));
    });
  }

  async start(): Promise<void> {
    this.server.listen(0, '127.0.0.1');
    await new Promise((resolve) => this.server.once('listening', resolve));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/jwks`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

describe('AccessTokenVerifier with published keys', () => {
  let server: KeyServer;
  let first: SigningKey;
  beforeEach(async () => {
    server = new KeyServer();
    await server.start();
    first = await signingKey('k1');
    server.keys = [first.published];
  });
  afterEach(() => server.stop());

  function verifier(keyCache?: ConstructorParameters<typeof AccessTokenVerifier>[2]) {
    const env = { AUTH_JWKS_URL: server.url, AUTH_ISSUER: ISSUER, AUTH_AUDIENCE: AUDIENCE };
    return new AccessTokenVerifier(loadSettings({ auth: authSettings }, env).auth, new SystemClock(), keyCache);
  }

  it.each(['ES256', 'RS256', 'PS256', 'EdDSA'])('takes a token signed by %s', async (algorithm) => {
    const key = await signingKey('k2', algorithm);
    server.keys = [first.published, key.published];
    await expect(verifier().verify(await tokenBy(key))).resolves.toMatchObject({ subject: 'ana' });
  });

  it('fetches the keys once, also for callers who arrive together', async () => {
    const tokens = verifier();
    const token = await tokenBy(first);
    await Promise.all([tokens.verify(token), tokens.verify(token), tokens.verify(token)]);
    await tokens.verify(token);
    expect(server.fetches).toBe(1);
  });

  it('follows a rotation: an unknown key has the set fetched again', async () => {
    const tokens = verifier({ cooldownMs: 0 });
    await tokens.verify(await tokenBy(first));
    const second = await signingKey('k2');
    server.keys = [first.published, second.published];
    await expect(tokens.verify(await tokenBy(second))).resolves.toMatchObject({ subject: 'ana' });
    await expect(tokens.verify(await tokenBy(first))).resolves.toMatchObject({ subject: 'ana' });
    expect(server.fetches).toBe(2);
  });

  it('does not let forged tokens become requests to the sign-in', async () => {
    const tokens = verifier();
    await tokens.verify(await tokenBy(first));
    for (const kid of ['forged-1', 'forged-2', 'forged-3']) {
      await expect(tokens.verify(await tokenBy(await signingKey(kid)))).rejects.toMatchObject({
        code: 'invalid_token',
      });
    }
    expect(server.fetches).toBe(1);
  });

  it('refuses an unknown key that stays unknown', async () => {
    const tokens = verifier({ cooldownMs: 0 });
    const stranger = await tokenBy(await signingKey('k9'));
    await expect(tokens.verify(stranger)).rejects.toMatchObject({ code: 'invalid_token' });
    expect(server.fetches).toBe(2);
  });

  it('stops believing a key that was withdrawn, once the set is stale', async () => {
    const tokens = verifier({ maxAgeMs: 0 });
    const token = await tokenBy(first);
    await tokens.verify(token);
    server.keys = [(await signingKey('k2')).published];
    await expect(tokens.verify(token)).rejects.toMatchObject({ code: 'invalid_token' });
  });

  it('waits for a sign-in service that is out of order, and for one that is away', async () => {
    const token = await tokenBy(first);
    server.keys = 'out of order';
    const away = { code: 'sign_in_unavailable', retryable: true };
    const waiting = verifier();
    await expect(waiting.verify(token)).rejects.toMatchObject(away);
    server.keys = [first.published];
    await expect(waiting.verify(token)).resolves.toMatchObject({ subject: 'ana' });
    const stale = verifier({ maxAgeMs: 0 });
    await server.stop();
    await expect(stale.verify(token)).rejects.toMatchObject(away);
    await server.start();
  });

  it('refuses a token signed by HMAC with the public key', async () => {
    const now = Math.floor(Date.now() / 1000);
    const token = await new SignJWT({ iss: ISSUER, aud: AUDIENCE, sub: 'ana', exp: now + 60 })
      .setProtectedHeader({ alg: 'HS256', kid: 'k1' })
      .sign(new TextEncoder().encode(await exportSPKI(first.publicKey)));
    await expect(verifier().verify(token)).rejects.toMatchObject({ code: 'invalid_token' });
  });

  it('refuses a token that nobody signed, whatever key it names', async () => {
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const claims = { iss: ISSUER, aud: AUDIENCE, sub: 'ana', exp: Math.floor(Date.now() / 1000) + 60 };
    const token = `${part({ alg: 'none', kid: 'k1' })}.${part(claims)}.`;
    await expect(verifier().verify(token)).rejects.toMatchObject({ code: 'invalid_token' });
  });

  it('refuses a token by another key under a name we know', async () => {
    const impostor = await signingKey('k1');
    await expect(verifier().verify(await tokenBy(impostor))).rejects.toMatchObject({ code: 'invalid_token' });
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['another issuer', { iss: 'https://evil.test' }, 'invalid_token'],
    ['another audience', { aud: ['payments', 'search'] }, 'invalid_token'],
    ['a start in the future', { nbf: Math.floor(Date.now() / 1000) + 60 }, 'invalid_token'],
    ['no expiry', { exp: undefined }, 'invalid_token'],
    ['an expiry in the past', { exp: Math.floor(Date.now() / 1000) - 60 }, 'expired_token'],
  ])('refuses %s', async (_, claims, code) => {
    await expect(verifier().verify(await tokenBy(first, claims))).rejects.toMatchObject({ code });
  });
});

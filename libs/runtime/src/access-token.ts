/** Implements F7, N6. Who a caller is: verification of the JWTs that the company's sign-in issues. */
import { type JWTVerifyGetKey, createRemoteJWKSet, errors, jwtVerify } from 'jose';
import { z } from 'zod';
import type { Clock } from './clock.js';
import { always, duration, required } from './settings.js';

/** HS256 is only as strong as its secret; a shorter one than the hash can be tried. */
const MIN_SECRET_BYTES = 32;

/**
 * Algorithms by kind of key. An allow-list: with "whatever the token says", a token signed by HMAC with our public key would pass.
 * Source: RFC 8725, section 3.1.
 */
const SECRET_ALGORITHMS = ['HS256'] as const;
const PUBLIC_KEY_ALGORITHMS = ['RS256', 'PS256', 'ES256', 'EdDSA'] as const;

/** A wider tolerance would keep tokens alive that have expired. */
const MAX_CLOCK_SKEW_MS = 5 * 60_000;

/** How published keys are kept, in milliseconds. */
interface KeyCache {
  /** For how long a key set counts as fresh: a key that was withdrawn is believed for at most this long. */
  readonly maxAgeMs: number;
  /** A token that names an unknown key has the set fetched again, but not within this time: forged tokens must not become requests. */
  readonly cooldownMs: number;
  readonly fetchTimeoutMs: number;
}

const KEY_CACHE: KeyCache = { maxAgeMs: 10 * 60_000, cooldownMs: 30_000, fetchTimeoutMs: 3_000 };

export const authSettings = z
  .object({
    AUTH_JWKS_URL: z
      .url({ protocol: /^https?$/, error: 'must be an http(s) address' })
      .optional()
      .meta({
        description: 'where the sign-in publishes the keys of its JWTs',
        syntax: 'http(s) address',
        requiredIf: 'this or `AUTH_JWT_SECRET`, not both',
      }),
    AUTH_JWT_SECRET: z
      .string()
      .refine(
        (secret) => Buffer.byteLength(secret) >= MIN_SECRET_BYTES,
        `must be at least ${MIN_SECRET_BYTES} bytes long`,
      )
      .optional()
      .meta({
        description: 'what JWTs are signed with, where the sign-in publishes no keys',
        syntax: `text of at least ${MIN_SECRET_BYTES} bytes`,
        requiredIf: 'this or `AUTH_JWKS_URL`, not both',
        secret: true,
      }),
    AUTH_ISSUER: required().meta({ description: '`iss` of the JWTs' }),
    AUTH_AUDIENCE: required().meta({ description: '`aud` of the JWTs' }),
    AUTH_CLOCK_SKEW: duration()
      .refine((skew) => skew <= MAX_CLOCK_SKEW_MS, 'must be at most 5m')
      .prefault('5s')
      .meta({ description: "by how much the sign-in's clock may differ", syntax: 'duration, at most `5m`' }),
  })
  .refine((env) => (env.AUTH_JWKS_URL === undefined) !== (env.AUTH_JWT_SECRET === undefined), {
    path: ['AUTH_JWKS_URL'],
    error: 'either this or AUTH_JWT_SECRET is required, not both',
    when: always,
  })
  .transform((env) => ({
    /** Where public keys are published, or null: tokens are signed with `secret`. */
    jwksUrl: env.AUTH_JWKS_URL ?? null,
    secret: env.AUTH_JWT_SECRET ?? null,
    issuer: env.AUTH_ISSUER,
    audience: env.AUTH_AUDIENCE,
    /** By how much the sign-in's clock may differ from ours, in milliseconds. */
    clockSkewMs: env.AUTH_CLOCK_SKEW,
  }));

export type AuthSettings = z.output<typeof authSettings>;

/** The token opens nothing. It does not say which check failed: that would help whoever forges one. */
export class AccessTokenError extends Error {
  override readonly name = 'AccessTokenError';
  readonly retryable = false;

  constructor(
    readonly code: 'invalid_token' | 'expired_token',
    cause: unknown,
  ) {
    super(code === 'expired_token' ? 'The access token has expired' : 'The access token is not valid', { cause });
  }
}

/** The keys that tokens are checked with cannot be fetched. */
export class SignInUnavailableError extends Error {
  override readonly name = 'SignInUnavailableError';
  readonly code = 'sign_in_unavailable';
  readonly retryable = true;

  constructor(cause: unknown) {
    super('The keys of the sign-in service cannot be fetched', { cause });
  }
}

export interface AccessToken {
  /** `sub`: for a customer, the userId. */
  readonly subject: string;
  /** `scope`, split at spaces; empty when there is none. */
  readonly scopes: ReadonlySet<string>;
  /** `exp`, and what clocks may differ by: from then on it opens nothing. */
  readonly expiresAt: Date;
}

/** Within the bounds of our ids, and without NUL, which PostgreSQL refuses in text. */
const subject = z
  .string()
  .min(1)
  .max(128)
  .refine((value) => !value.includes('\0'));

const claimsSchema = z.object({ sub: subject, scope: z.string().default(''), exp: z.number() });

export class AccessTokenVerifier {
  private readonly key: JWTVerifyGetKey;
  private readonly algorithms: readonly string[];

  constructor(
    private readonly settings: AuthSettings,
    private readonly clock: Clock,
    keyCache: Partial<KeyCache> = {},
  ) {
    const { jwksUrl, secret } = settings;
    this.key = jwksUrl === null ? sharedKey(secret ?? '') : publishedKeys(jwksUrl, { ...KEY_CACHE, ...keyCache });
    this.algorithms = jwksUrl === null ? SECRET_ALGORITHMS : PUBLIC_KEY_ALGORITHMS;
  }

  /**
   * @throws AccessTokenError
   * @throws SignInUnavailableError
   */
  async verify(token: string): Promise<AccessToken> {
    const claims = claimsSchema.safeParse(await this.verifiedPayload(token));
    if (!claims.success) throw new AccessTokenError('invalid_token', claims.error);
    const { sub, scope, exp } = claims.data;
    return {
      subject: sub,
      scopes: new Set(scope.split(' ').filter((name) => name !== '')),
      expiresAt: new Date(exp * 1_000 + this.settings.clockSkewMs),
    };
  }

  private async verifiedPayload(token: string): Promise<unknown> {
    try {
      const { payload } = await jwtVerify(token, this.key, {
        algorithms: [...this.algorithms],
        issuer: this.settings.issuer,
        audience: this.settings.audience,
        currentDate: this.clock.now(),
        clockTolerance: this.settings.clockSkewMs / 1_000,
        requiredClaims: ['exp', 'sub'],
      });
      return payload;
    } catch (error) {
      throw refusal(error);
    }
  }
}

/** Imported once: given a secret, the library would import it again for each token, which takes as long as checking one. */
function sharedKey(secret: string): JWTVerifyGetKey {
  // HS256, as SECRET_ALGORITHMS says.
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  let key: ReturnType<typeof crypto.subtle.importKey> | undefined;
  return () => (key ??= crypto.subtle.importKey('raw', new TextEncoder().encode(secret), algorithm, false, ['verify']));
}

function publishedKeys(url: string, { maxAgeMs, cooldownMs, fetchTimeoutMs }: KeyCache): JWTVerifyGetKey {
  return createRemoteJWKSet(new URL(url), {
    cacheMaxAge: maxAgeMs,
    cooldownDuration: cooldownMs,
    timeoutDuration: fetchTimeoutMs,
  });
}

/** jose's own code for "the answer was not a key set". */
const FETCH_FAILURES: ReadonlySet<string> = new Set([
  errors.JWKSTimeout.code,
  errors.JWKSInvalid.code,
  errors.JOSEError.code,
]);

function refusal(error: unknown): AccessTokenError | SignInUnavailableError {
  if (!(error instanceof errors.JOSEError) || FETCH_FAILURES.has(error.code)) return new SignInUnavailableError(error);
  return new AccessTokenError(error instanceof errors.JWTExpired ? 'expired_token' : 'invalid_token', error);
}

import { SignJWT } from 'jose';

/** Whom a development token is for. */
export interface AccessTokenClaims {
  readonly subject: string;
  /** Scopes, separated by spaces; none for a customer. */
  readonly scope?: string | undefined;
  /** From when on it is valid. Default: now. */
  readonly issuedAt?: Date;
  /** How long it is valid, such as `30m`. Default: an hour. */
  readonly validFor?: string;
}

/** A JWT as the company's sign-in would issue it, signed with the shared secret in `env`. */
export function signAccessToken(
  env: Readonly<Record<string, string>>,
  { subject, scope, issuedAt = new Date(), validFor = '1h' }: AccessTokenClaims,
): Promise<string> {
  const { AUTH_JWT_SECRET = '', AUTH_ISSUER = '', AUTH_AUDIENCE = '' } = env;
  return new SignJWT(scope === undefined ? {} : { scope })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setSubject(subject)
    .setIssuer(AUTH_ISSUER)
    .setAudience(AUTH_AUDIENCE)
    .setIssuedAt(issuedAt)
    .setExpirationTime(new Date(issuedAt.getTime() + milliseconds(validFor)))
    .sign(new TextEncoder().encode(AUTH_JWT_SECRET));
}

const UNITS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** @throws RangeError for anything but a number and a unit */
function milliseconds(duration: string): number {
  const [, amount, unit] = /^(\d+) ?([smhd])$/.exec(duration) ?? [];
  if (unit === undefined) throw new RangeError(`${duration} is no duration such as 30m, 1h or 7d.`);
  return Number(amount) * UNITS[unit as keyof typeof UNITS];
}

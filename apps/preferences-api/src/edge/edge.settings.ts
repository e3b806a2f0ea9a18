import { isIP } from 'node:net';
import { integer, list, origins } from '#runtime';
import { z } from 'zod';

const NAMED_RANGES: ReadonlySet<string> = new Set(['loopback', 'linklocal', 'uniquelocal']);

function isAddressRange(value: string): boolean {
  const [address = '', bits, ...rest] = value.split('/');
  const widest = isIP(address) === 6 ? 128 : 32;
  const hasGoodBits = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= widest);
  return NAMED_RANGES.has(value) || (isIP(address) !== 0 && hasGoodBits && rest.length === 0);
}

/** How the API faces the network. */
export const edgeSettings = z
  .object({
    CORS_ORIGINS: origins(),
    TRUSTED_PROXIES: list().refine(
      (ranges) => ranges.every(isAddressRange),
      'must be addresses, ranges such as "10.0.0.0/8", or loopback, linklocal, uniquelocal',
    ),
    RATE_LIMIT_ANYONE: integer(1, 10_000_000).default(600),
    RATE_LIMIT_CUSTOMER: integer(1, 10_000_000).default(300),
    RATE_LIMIT_STAFF: integer(1, 10_000_000).default(1_200),
    RATE_LIMIT_SERVICE: integer(1, 10_000_000).default(60_000),
  })
  .transform((env) => ({
    /** Web sites whose scripts may call this API; default: none. */
    corsOrigins: env.CORS_ORIGINS,
    /** Whose `X-Forwarded-For` is believed; default: nobody's. Behind a proxy that is not listed, all callers have its address. */
    trustedProxies: env.TRUSTED_PROXIES,
    /** Requests a minute: of an address without a valid token, of a customer, of a person with a staff scope, of a service. */
    rateLimits: {
      anyone: env.RATE_LIMIT_ANYONE,
      customer: env.RATE_LIMIT_CUSTOMER,
      staff: env.RATE_LIMIT_STAFF,
      service: env.RATE_LIMIT_SERVICE,
    },
  }));

export type EdgeSettings = z.output<typeof edgeSettings>;

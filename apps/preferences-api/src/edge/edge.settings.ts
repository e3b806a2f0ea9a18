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

const rateLimit = (most: number, callers: string) =>
  integer(1, 10_000_000)
    .default(most)
    .meta({ description: `requests a minute of ${callers}, for each replica` });

/** How the API faces the network. */
export const edgeSettings = z
  .object({
    CORS_ORIGINS: origins().meta({ description: 'web sites whose scripts may call the API' }),
    TRUSTED_PROXIES: list()
      .refine(
        (ranges) => ranges.every(isAddressRange),
        'must be addresses, ranges such as "10.0.0.0/8", or loopback, linklocal, uniquelocal',
      )
      .meta({
        description:
          'whose `X-Forwarded-For` is believed; behind a proxy that is not listed all callers without a token share one rate limit',
        syntax: 'addresses, ranges such as `10.0.0.0/8`, `loopback`, `linklocal`, `uniquelocal`, separated by commas',
      }),
    RATE_LIMIT_ANYONE: rateLimit(600, 'an address without a valid token'),
    RATE_LIMIT_CUSTOMER: rateLimit(300, 'a customer'),
    RATE_LIMIT_STAFF: rateLimit(1_200, 'an agent or operator'),
    RATE_LIMIT_SERVICE: rateLimit(60_000, 'a service'),
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

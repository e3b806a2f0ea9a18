import { type Channel, isKnownTimeZone } from '#contracts';
import { RETRY_POLICIES, type RetryPolicy } from '#notifications';
import { duration, durations, integer } from '#runtime';
import { z } from 'zod';

const retryDelays = (channel: Channel, name: string) =>
  durations()
    .optional()
    .meta({
      description: `waits before the repetitions of ${name} that failed; the same in the API`,
      byDefault: RETRY_POLICIES[channel].delays.map((delay) => `${delay / 1_000}s`).join(','),
    });

const inHours = (ms: number) => `${ms / 3_600_000}h`;

const rateLimit = (name: string) =>
  integer(1, 100_000)
    .optional()
    .meta({
      description: `calls a second to the provider of ${name}, of all replicas together`,
      byDefault: "only the provider's own",
    });

/** Rules and limits of delivery that are settings; shared by the dispatcher and the workers, so that both decide alike. */
export const deliverySettings = z
  .object({
    EMAIL_RETRY_DELAYS: retryDelays('email', 'an email'),
    SMS_RETRY_DELAYS: retryDelays('sms', 'an SMS'),
    IN_APP_RETRY_DELAYS: retryDelays('in_app', 'an inbox entry'),
    EMAIL_RATE_LIMIT: rateLimit('email'),
    SMS_RATE_LIMIT: rateLimit('SMS'),
    EVENT_MAX_AGE: duration()
      .optional()
      .meta({
        description: 'age of an order event from which on nobody is told of it',
        byDefault: inHours(RETRY_POLICIES.email.usefulLifeMs),
      }),
    DAILY_CAP: integer(0, 1_000_000).default(50).meta({ description: 'notifications to one customer on one day' }),
    DEFAULT_TIME_ZONE: z
      .string()
      .refine(isKnownTimeZone, 'must be an IANA time zone')
      .default('UTC')
      .meta({ description: 'of customers whose own is not known', syntax: 'IANA time zone' }),
    RECIPIENT_ALLOWLIST: z
      .string()
      .transform((list) => list.split(',').flatMap((entry) => entry.trim().toLowerCase() || []))
      .optional()
      .meta({
        description: 'who may be written to at all, for staging',
        syntax: 'addresses, numbers and `@domain`s, separated by commas',
        byDefault: 'everybody',
      }),
  })
  .transform((env) => ({
    /** Milliseconds between provider calls, per channel. */
    retryDelays: {
      email: env.EMAIL_RETRY_DELAYS ?? RETRY_POLICIES.email.delays,
      sms: env.SMS_RETRY_DELAYS ?? RETRY_POLICIES.sms.delays,
      in_app: env.IN_APP_RETRY_DELAYS ?? RETRY_POLICIES.in_app.delays,
    } satisfies Record<Channel, readonly number[]>,
    /** Provider calls a second, by all replicas of a channel together; null: as many as there are slots for. */
    callsPerSecond: {
      email: env.EMAIL_RATE_LIMIT ?? null,
      sms: env.SMS_RATE_LIMIT ?? null,
      in_app: null,
    } satisfies Record<Channel, number | null>,
    /** Age of an order event in milliseconds, per channel, from which on nobody is told of it any more. */
    eventMaxAgeMs: {
      email: env.EVENT_MAX_AGE ?? RETRY_POLICIES.email.usefulLifeMs,
      sms: env.EVENT_MAX_AGE ?? RETRY_POLICIES.sms.usefulLifeMs,
      in_app: env.EVENT_MAX_AGE ?? RETRY_POLICIES.in_app.usefulLifeMs,
    } satisfies Record<Channel, number>,
    dailyCap: env.DAILY_CAP,
    defaultTimeZone: env.DEFAULT_TIME_ZONE,
    /** Addresses, numbers and `@domain`s that may be written to; null: everybody. For staging. */
    allowlist: env.RECIPIENT_ALLOWLIST ?? null,
  }));

export type DeliverySettings = z.output<typeof deliverySettings>;

/** Injection token. */
export const DELIVERY_SETTINGS = Symbol('delivery settings');

/** A channel's policy as the settings have it. */
export function retryPolicyOf({ retryDelays, eventMaxAgeMs }: DeliverySettings, channel: Channel): RetryPolicy {
  return { ...RETRY_POLICIES[channel], delays: retryDelays[channel], usefulLifeMs: eventMaxAgeMs[channel] };
}

/** @param address an email address or a number in E.164 */
export function isAllowlisted(allowlist: DeliverySettings['allowlist'], address: string): boolean {
  if (allowlist === null) return true;
  const lower = address.toLowerCase();
  return allowlist.some((entry) => (entry.startsWith('@') ? lower.endsWith(entry) : lower === entry));
}

import { type Channel, isKnownTimeZone } from '#contracts';
import { RETRY_POLICIES, type RetryPolicy } from '#notifications';
import { duration, durations, integer } from '#runtime';
import { z } from 'zod';

/** Rules and limits of delivery that are settings; shared by the dispatcher and the workers, so that both decide alike. */
export const deliverySettings = z
  .object({
    EMAIL_RETRY_DELAYS: durations().optional(),
    SMS_RETRY_DELAYS: durations().optional(),
    IN_APP_RETRY_DELAYS: durations().optional(),
    EMAIL_RATE_LIMIT: integer(1, 100_000).optional(),
    SMS_RATE_LIMIT: integer(1, 100_000).optional(),
    EVENT_MAX_AGE: duration().optional(),
    DAILY_CAP: integer(0, 1_000_000).default(50),
    DEFAULT_TIME_ZONE: z.string().refine(isKnownTimeZone, 'must be an IANA time zone').default('UTC'),
    RECIPIENT_ALLOWLIST: z
      .string()
      .transform((list) => list.split(',').flatMap((entry) => entry.trim().toLowerCase() || []))
      .optional(),
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

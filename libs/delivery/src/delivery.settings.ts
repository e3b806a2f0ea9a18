import { type Channel, isKnownTimeZone } from '#contracts';
import { duration, durations, integer } from '#runtime';
import { z } from 'zod';

const DEFAULT_DELAYS = '60s,300s,900s';

/** Rules and limits of delivery that are settings; shared by the dispatcher and the workers, so that both decide alike. */
export const deliverySettings = z
  .object({
    EMAIL_RETRY_DELAYS: durations().prefault(DEFAULT_DELAYS),
    SMS_RETRY_DELAYS: durations().prefault(DEFAULT_DELAYS),
    IN_APP_RETRY_DELAYS: durations().prefault(DEFAULT_DELAYS),
    EVENT_MAX_AGE: duration().prefault('72h'),
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
      email: env.EMAIL_RETRY_DELAYS,
      sms: env.SMS_RETRY_DELAYS,
      in_app: env.IN_APP_RETRY_DELAYS,
    } satisfies Record<Channel, number[]>,
    eventMaxAgeMs: env.EVENT_MAX_AGE,
    dailyCap: env.DAILY_CAP,
    defaultTimeZone: env.DEFAULT_TIME_ZONE,
    /** Addresses, numbers and `@domain`s that may be written to; null: everybody. For staging. */
    allowlist: env.RECIPIENT_ALLOWLIST ?? null,
  }));

export type DeliverySettings = z.output<typeof deliverySettings>;

/** Injection token. */
export const DELIVERY_SETTINGS = Symbol('delivery settings');

/** @param address an email address or a number in E.164 */
export function isAllowlisted(allowlist: DeliverySettings['allowlist'], address: string): boolean {
  if (allowlist === null) return true;
  const lower = address.toLowerCase();
  return allowlist.some((entry) => (entry.startsWith('@') ? lower.endsWith(entry) : lower === entry));
}

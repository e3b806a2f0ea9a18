/** Implements F4, N2, N9. How hard each channel tries, and when it stops. The settings `*_RETRY_DELAYS` and `EVENT_MAX_AGE` override. */
import type { Channel } from '#contracts';
import type { RetrySchedule } from './retry-schedule.js';

/** Spreads the retries of a burst without leaving the promise "at most 10 % + 2 s later". */
const JITTER_SHARE = 0.05;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

export interface RetryPolicy extends RetrySchedule {
  /** Age of its order event, in milliseconds, from which on a message is of no use any more. */
  readonly usefulLifeMs: number;
  /**
   * A call whose outcome is unknown, with its wait over and no word of it. `resend`: as the next attempt, and the customer may get it twice.
   * `give_up`: the notification ends as `failed/unconfirmed`, and the customer may not get it at all.
   */
  readonly withoutEvidence: 'resend' | 'give_up';
}

/**
 * A status of an order told twice is a nuisance, one never told is a question to customer service: every channel resends. Before
 * that, SMS asks Twilio. Which errors end a message for good: see provider-errors.ts.
 */
export const RETRY_POLICIES = {
  email: {
    delays: [1 * MINUTE, 5 * MINUTE, 15 * MINUTE],
    jitterShare: JITTER_SHARE,
    usefulLifeMs: 72 * HOUR,
    withoutEvidence: 'resend',
  },
  sms: {
    delays: [1 * MINUTE, 5 * MINUTE, 15 * MINUTE],
    jitterShare: JITTER_SHARE,
    usefulLifeMs: 72 * HOUR,
    withoutEvidence: 'resend',
  },
  // Sending twice is sending once: a message is in the inbox or it is not.
  in_app: {
    delays: [1 * MINUTE, 5 * MINUTE, 15 * MINUTE],
    jitterShare: JITTER_SHARE,
    usefulLifeMs: 72 * HOUR,
    withoutEvidence: 'resend',
  },
} as const satisfies Record<Channel, RetryPolicy>;

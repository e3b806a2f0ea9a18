import { CHANNELS, FIGURE_INTERVALS } from '#contracts';
import { z } from 'zod';

const instant = z.iso
  .datetime({ offset: true, error: 'must be a time such as 2026-11-22T10:00:00Z' })
  .transform((text) => new Date(text));

/** Strict: a misspelt field would silently show another span. */
export const analyticsQuerySchema = z.strictObject({
  /** Default: an hour before `to`. */
  from: instant.optional(),
  /** Default: now. */
  to: instant.optional(),
  /** Default: by the length of the span. */
  interval: z.enum(FIGURE_INTERVALS, `must be one of ${FIGURE_INTERVALS.join(', ')}`).optional(),
});

export type AnalyticsQuery = z.output<typeof analyticsQuerySchema>;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Lengths in milliseconds. */
export const RATE_WINDOWS = {
  '15m': 15 * MINUTE,
  '1h': HOUR,
  '6h': 6 * HOUR,
  '24h': DAY,
  '7d': 7 * DAY,
  '30d': 30 * DAY,
  '90d': 90 * DAY,
} as const satisfies Record<string, number>;

export type RateWindow = keyof typeof RATE_WINDOWS;

const WINDOWS = Object.keys(RATE_WINDOWS) as [RateWindow, ...RateWindow[]];

export const deliveryRateQuerySchema = z.strictObject({
  /** Default: all of them. */
  channel: z.enum(CHANNELS).optional(),
  window: z.enum(WINDOWS, `must be one of ${WINDOWS.join(', ')}`).default('1h'),
});

export type DeliveryRateQuery = z.output<typeof deliveryRateQuerySchema>;

/** Implements F5. Figures of a span of time, as `GET /notifications/analytics` answers. */
import { z } from 'zod';
import { CHANNELS } from './channels.js';
import { LANGUAGES } from './languages.js';
import { ATTEMPT_OUTCOMES } from './notification-document.schema.js';
import { REASONS } from './notification-status.js';
import { NOTIFICATION_TYPES } from './notification-types.js';

const count = z.int();
/** 0 to 1; null: there is too little to tell. */
const share = z.number().nullable();
const instant = z.iso.datetime();
const channel = z.enum(CHANNELS);

/** Lengths of the steps of a series. */
export const FIGURE_INTERVALS = ['1m', '15m', '1h', '1d'] as const;

export type FigureInterval = (typeof FIGURE_INTERVALS)[number];

/** Seconds; null: nothing was measured. Interpolated within the bucket that holds the percentile. */
export const latencySchema = z
  .object({ p50: z.number().nullable(), p95: z.number().nullable(), p99: z.number().nullable(), count })
  .meta({ id: 'Latency' });

/**
 * Notifications that came to a status in the span, less those that left it again in the span for another: a bounce takes its delivery back.
 * `planned`: rows that were made, whatever was decided. `sent`: taken by the provider, delivered ones included.
 */
const outcomes = z.object({
  planned: count,
  sent: count,
  delivered: count,
  failed: count,
  suppressed: count,
  superseded: count,
  expired: count,
});

export const outcomesSchema = outcomes
  .extend({
    /** Provider calls after the first of their budget. */
    retried: count,
  })
  .meta({ id: 'Outcomes' });

/** delivered ÷ (delivered + failed); null below 20 of them. */
const deliveryRate = share;
const measured = outcomesSchema.extend({ deliveryRate });

const callCounts = z.record(z.enum(ATTEMPT_OUTCOMES), count);

const step = outcomesSchema.extend({
  at: instant,
  /** From event to acceptance, of those that did not have to wait. */
  acceptance: latencySchema,
  preferenceChanges: count,
});

const channelFigures = measured.extend({
  channel,
  /** sendgrid, twilio, inbox */
  provider: z.string(),
  acceptance: latencySchema,
  /** From event to delivery, of those that did not have to wait. */
  delivery: latencySchema,
  calls: callCounts,
  /** Of texts; 0 on other channels. */
  segments: count,
});

const opens = z.object({ unique: count, total: count });

const engagement = z.object({
  type: z.enum(NOTIFICATION_TYPES).nullable(),
  delivered: count,
  /** By somebody. */
  opens,
  /** By programs that fetch pictures ahead: no sign of a reader. */
  machineOpens: opens,
  clicks: opens,
  /** Unique opens by somebody ÷ delivered. Above 1 where most of what was opened had been delivered before. */
  openRate: share,
  /** Unique clicks ÷ delivered. */
  clickRate: share,
});

export const analyticsSchema = z
  .object({
    /** Start of the first step. */
    from: instant,
    /** End of the last step. */
    to: instant,
    interval: z.enum(FIGURE_INTERVALS),
    totals: measured.extend({
      /** Order events that were dispatched, each once. */
      events: count,
      acceptance: latencySchema,
      delivery: latencySchema,
      segments: count,
    }),
    /** Steps without a gap, oldest first. */
    series: z.array(step),
    channels: z.array(channelFigures),
    types: z.array(outcomes.extend({ deliveryRate, type: z.enum(NOTIFICATION_TYPES) })),
    languages: z.array(outcomes.extend({ deliveryRate, language: z.enum(LANGUAGES).nullable() })),
    /** Why notifications were not sent, the most frequent first. */
    reasons: z.array(z.object({ channel, status: z.string(), reason: z.enum(REASONS), count })),
    /** Failed provider calls by code, the most frequent first. */
    errors: z.array(
      z.object({
        channel,
        code: z.string(),
        meaning: z.string(),
        count,
        firstSeenAt: instant,
        lastSeenAt: instant,
        /** Ids of some notifications, the latest first. */
        samples: z.array(z.string()),
      }),
    ),
    /** How the calls of each number within a budget went; 1 is the first attempt. */
    retries: z.array(z.object({ channel, attempt: z.int(), calls: callCounts })),
    /** Of emails: all types, and each. */
    engagement: z.object({ all: engagement, types: z.array(engagement) }),
    preferenceChanges: z.array(z.object({ choice: z.string(), to: z.string(), count })),
    /** What came onto the suppression list and left it. */
    suppressions: z.array(z.object({ channel, reason: z.string(), added: count, lifted: count })),
  })
  .meta({ id: 'Analytics' });

export type Analytics = z.infer<typeof analyticsSchema>;
export type Latency = z.infer<typeof latencySchema>;
export type Outcomes = z.infer<typeof outcomesSchema>;

/** delivered ÷ (delivered + failed) of the window; what is suppressed is no failure. */
export const deliveryRateSchema = z
  .object({
    window: z.string(),
    channels: z.array(
      z.object({
        channel,
        delivered: count,
        failed: count,
        /** Waiting or under way now. */
        pending: count,
        suppressed: count,
        rate: share,
      }),
    ),
  })
  .meta({ id: 'DeliveryRate' });

export type DeliveryRate = z.infer<typeof deliveryRateSchema>;

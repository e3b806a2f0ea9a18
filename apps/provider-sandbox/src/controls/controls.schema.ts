import { baseUrl } from '#runtime';
import { z } from 'zod';

/** So many requests to send, counted anew in each window. */
const RateLimitSchema = z.strictObject({
  limit: z.int().min(0).max(1_000_000),
  windowSeconds: z.int().min(1).max(86_400).default(60),
});

/** Left out: stays as it is. */
export const ControlsChangeSchema = z.strictObject({
  webhooks: z
    .strictObject({
      enabled: z.boolean().exactOptional(),
      target: baseUrl().exactOptional(),
    })
    .optional(),
  /** null: no limit. */
  rateLimits: z
    .strictObject({
      sendgrid: RateLimitSchema.nullable().exactOptional(),
      twilio: RateLimitSchema.nullable().exactOptional(),
    })
    .optional(),
});

export type RateLimit = z.output<typeof RateLimitSchema>;
export type ControlsChange = z.output<typeof ControlsChangeSchema>;

import { NOTIFICATION_TYPES, ORDER_DATA_SCHEMAS } from '#contracts';
import { z } from 'zod';

const { userId } = ORDER_DATA_SCHEMAS.delivered.shape;

/** This century: nobody plans further, and what is known of time zones does not reach further either. */
const instant = z.iso
  .datetime({ offset: true, error: 'must be a time such as 2026-11-22T10:00:00Z' })
  .regex(/^20/, 'must be a time from 2000 to 2099')
  .transform((text) => new Date(text));

/** Strict: a misspelt `at` would silently mean now. */
export const explainQuerySchema = z.strictObject({
  userId,
  type: z.enum(NOTIFICATION_TYPES, `must be one of ${NOTIFICATION_TYPES.join(', ')}`),
  /** Default: now. */
  at: instant.optional(),
});

export type ExplainQuery = z.output<typeof explainQuerySchema>;

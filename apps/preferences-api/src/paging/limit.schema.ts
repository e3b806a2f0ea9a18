import { z } from 'zod';

/** The most items on a page, as a query gives it. */
export const limitSchema = z.coerce
  .number('must be a number')
  .int('must be a whole number')
  .min(1, 'must be at least 1')
  .max(100, 'must be at most 100')
  .default(20);

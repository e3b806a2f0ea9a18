import { z } from 'zod';

/** The most items on a page, as a query gives it. */
export const limitSchema = z.coerce.number('must be a number').int().min(1).max(100).default(20);

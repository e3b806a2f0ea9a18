import { integer } from '#runtime';
import { z } from 'zod';

export const retentionSettings = z
  // Not below the age of dead letters: what may still be retried must still be there.
  .object({
    RETENTION_MONTHS: integer(4, 120)
      .default(13)
      .meta({ description: 'months that notifications are kept, beside the current one' }),
  })
  .transform((env) => ({
    /** Whole months that notifications and order events are kept, beside the current one. */
    months: env.RETENTION_MONTHS,
  }));

export type RetentionSettings = z.output<typeof retentionSettings>;

import { type Preferences, preferencesInputSchema } from '#contracts';
import { z } from 'zod';

/**
 * A document to store: what GET answered may be sent back as it is, so its `updatedAt`, which is ours to set, is dropped. Other
 * unknown fields are refused.
 */
export const storablePreferencesSchema = preferencesInputSchema
  .extend({ updatedAt: z.unknown().optional() })
  .transform(({ globalEnabled, channels, types, quietHours, timeZone, language }): Preferences => {
    return { globalEnabled, channels, types, quietHours, timeZone, language };
  })
  .meta({ id: 'ReplacePreferences' });

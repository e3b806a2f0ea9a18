/** Implements F7. What would be decided of a notification, and by which rule. */
import { z } from 'zod';
import { CHANNELS } from './channels.js';
import { REASONS } from './notification-status.js';
import { NOTIFICATION_TYPES } from './notification-types.js';

const channelExplanation = z.object({
  channel: z.enum(CHANNELS),
  decision: z.enum(['send', 'wait', 'suppress']),
  /** When a wait ends, as far as that is known; of quiet time its very end. */
  until: z.iso.datetime().nullable(),
  /** null: it is sent. */
  reason: z.enum(REASONS).nullable(),
  /** The rule that decides, with its facts, in plain words. */
  explanation: z.string(),
});

export const explanationSchema = z
  .object({
    userId: z.string(),
    type: z.enum(NOTIFICATION_TYPES),
    at: z.iso.datetime(),
    channels: z.array(channelExplanation),
  })
  .meta({ id: 'Explanation' });

export type Explanation = z.infer<typeof explanationSchema>;

/** Implements F5. Whether it is noticed that emails are opened and links followed: the same for whoever sends and whoever records. */
import { z } from 'zod';

export const trackingSettings = z
  .object({
    EMAIL_OPEN_TRACKING: z
      .enum(['pixel', 'sendgrid', 'off'], 'must be pixel, sendgrid or off')
      .default('pixel')
      .meta({ description: 'who counts opens; the same in the email worker and the API' }),
    EMAIL_CLICK_TRACKING: z
      .enum(['sendgrid', 'off'], 'must be sendgrid or off')
      .default('sendgrid')
      .meta({ description: 'who counts clicks; the same in the email worker and the API' }),
  })
  .transform((env) => ({
    /** By a picture of ours, by one of SendGrid's, or not at all; never by both. */
    opens: env.EMAIL_OPEN_TRACKING,
    /** SendGrid leads readers over its own server, or nobody counts. */
    clicks: env.EMAIL_CLICK_TRACKING,
  }));

export type TrackingSettings = z.output<typeof trackingSettings>;

/** Implements F7. What we publish about notifications. Ids only: no contact, name or text ever leaves on a topic (N6). */
import { z } from 'zod';
import { CHANNELS } from './channels.js';
import { opaqueId } from './fields.schema.js';
import { type NotificationStatus, REASONS } from './notification-status.js';
import { NOTIFICATION_TYPES } from './notification-types.js';

/** The statuses worth telling upstream, and their rank within one attempt. */
export const PUBLISHED_STATUSES = {
  sent: 2,
  delivered: 3,
  failed: 4,
  suppressed: 5,
  superseded: 5,
  expired: 5,
} as const satisfies Partial<Record<NotificationStatus, number>>;

export type PublishedStatus = keyof typeof PUBLISHED_STATUSES;

const RANKS_PER_ATTEMPT = 10;

/** Rises with each step of a notification, so that a consumer that keeps the highest ends up right in any order. */
export function deliverySequence(attempt: number, status: PublishedStatus): number {
  return attempt * RANKS_PER_ATTEMPT + PUBLISHED_STATUSES[status];
}

export const deliveryEventDataSchema = z.object({
  notificationId: z.uuid(),
  orderId: opaqueId(),
  userId: opaqueId(),
  type: z.enum(NOTIFICATION_TYPES),
  channel: z.enum(CHANNELS),
  status: z.enum(Object.keys(PUBLISHED_STATUSES) as PublishedStatus[]),
  reason: z.enum(REASONS).nullable(),
  attempt: z.int().min(0),
  sequence: z.int().min(0),
});

export type DeliveryEventData = z.infer<typeof deliveryEventDataSchema>;

/** A notification given up on. */
export const deadLetterSchema = z.object({
  notificationId: z.uuid(),
  orderId: opaqueId(),
  userId: opaqueId(),
  type: z.enum(NOTIFICATION_TYPES),
  channel: z.enum(CHANNELS),
  reason: z.enum(REASONS),
  attempts: z.int().min(0),
});

export type DeadLetter = z.infer<typeof deadLetterSchema>;

/** Says that a row exists. Losing or repeating one does no harm: the due poll finds the row. */
export const nudgeSchema = z.object({ notificationId: z.uuid() });

export type Nudge = z.infer<typeof nudgeSchema>;

/** Tells every stream replica that a message reached a customer's inbox. */
export const inAppLiveSchema = z.object({ notificationId: z.uuid(), userId: opaqueId() });

export type InAppLive = z.infer<typeof inAppLiveSchema>;

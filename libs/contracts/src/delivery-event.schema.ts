/** Implements F7. What we publish about notifications. Ids only: no contact, name or text ever leaves on a topic (N6). */
import { z } from 'zod';
import { CHANNELS } from './channels.js';
import { opaqueId } from './fields.schema.js';
import { type NotificationStatus, REASONS } from './notification-status.js';
import { NOTIFICATION_TYPES } from './notification-types.js';

/** The statuses worth telling upstream. */
export const PUBLISHED_STATUSES = [
  'sent',
  'delivered',
  'failed',
  'suppressed',
  'superseded',
  'expired',
] as const satisfies readonly NotificationStatus[];

export type PublishedStatus = (typeof PUBLISHED_STATUSES)[number];

export function isPublished(status: NotificationStatus): status is PublishedStatus {
  return (PUBLISHED_STATUSES as readonly NotificationStatus[]).includes(status);
}

export const deliveryEventDataSchema = z.object({
  notificationId: z.uuid(),
  orderId: opaqueId(),
  userId: opaqueId(),
  type: z.enum(NOTIFICATION_TYPES),
  channel: z.enum(CHANNELS),
  status: z.enum(PUBLISHED_STATUSES),
  reason: z.enum(REASONS).nullable(),
  attempt: z.int().min(0),
  /** 1 for the first thing told about a notification, one more for each that follows: whoever keeps the highest ends up right in any order. */
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

/** What became of a message in an inbox. */
export const INBOX_CHANGES = ['arrived', 'read', 'archived', 'all_read'] as const;

export type InboxChange = (typeof INBOX_CHANGES)[number];

/** Tells every stream replica what changed in a customer's inbox. Losing one does no harm: the inbox says the same. */
export const inAppLiveSchema = z.object({
  /** The message; of `all_read`, one of those that were unread. */
  notificationId: z.uuid(),
  userId: opaqueId(),
  change: z.enum(INBOX_CHANGES).default('arrived'),
  /** Of `all_read` only: everything up to this position is read. */
  upToSeq: z.int().min(0).optional(),
});

export type InAppLive = z.infer<typeof inAppLiveSchema>;

/** Implements F7. A notification as look-ups show it. */
import { z } from 'zod';
import { CHANNELS } from './channels.js';
import { NOTIFICATION_STATUSES, REASONS } from './notification-status.js';
import { NOTIFICATION_TYPES } from './notification-types.js';

/** How one provider call ended. */
export const ATTEMPT_OUTCOMES = ['accepted', 'retryable', 'permanent', 'unconfirmed'] as const;

export type AttemptOutcome = (typeof ATTEMPT_OUTCOMES)[number];

const instantOut = z.iso.datetime();

const attempt = z.object({
  number: z.int(),
  at: instantOut,
  durationMs: z.int(),
  outcome: z.enum(ATTEMPT_OUTCOMES),
  /** Absent for the customer, like the provider's id. */
  code: z.string().nullable().optional(),
  message: z.string().nullable(),
  providerMessageId: z.string().nullable().optional(),
});

const timelineEntry = z.object({ at: instantOut, event: z.string(), detail: z.string().nullable() });

export const notificationDocumentSchema = z
  .object({
    id: z.uuid(),
    orderId: z.string(),
    userId: z.string(),
    type: z.enum(NOTIFICATION_TYPES),
    channel: z.enum(CHANNELS),
    status: z.enum(NOTIFICATION_STATUSES),
    reason: z.enum(REASONS).nullable(),
    attempts: z.array(attempt),
    timeline: z.array(timelineEntry),
    createdAt: instantOut,
    nextAttemptAt: instantOut.nullable(),
    sentAt: instantOut.nullable(),
    deliveredAt: instantOut.nullable(),
    openedAt: instantOut.nullable(),
  })
  .meta({ id: 'Notification' });

export type NotificationDocument = z.infer<typeof notificationDocumentSchema>;

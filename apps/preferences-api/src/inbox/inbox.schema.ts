/** Implements F8. The in-app inbox as its customer asks for it, and sees it. */
import { NOTIFICATION_TYPES, ORDER_DATA_SCHEMAS } from '#contracts';
import { IN_APP_ICONS } from '#templates';
import { z } from 'zod';
import { limitSchema } from '../paging/limit.schema.js';
import { positionCursor } from '../paging/position-cursor.js';

/** Position of the last item of the page before. */
const position = z.int().min(1);

/** Strict: a misspelt filter would silently find everything. */
export const inboxQuerySchema = z.strictObject({
  unread: z
    .enum(['true', 'false'])
    .default('false')
    .transform((value) => value === 'true'),
  type: z.enum(NOTIFICATION_TYPES).optional(),
  orderId: ORDER_DATA_SCHEMAS.delivered.shape.orderId.optional(),
  cursor: positionCursor(position).optional(),
  limit: limitSchema,
});

export type InboxQuery = z.output<typeof inboxQuerySchema>;

export const inboxItemSchema = z
  .object({
    id: z.uuid(),
    /** Position in the inbox; rises. */
    seq: z.int(),
    type: z.enum(NOTIFICATION_TYPES),
    title: z.string(),
    body: z.string(),
    /** A name for the client to draw. */
    icon: z.enum(IN_APP_ICONS),
    /** What the message is about, to be opened; null: there is nothing but the order itself. */
    actionUrl: z.url().nullable(),
    data: z.object({
      orderId: z.string(),
      orderNumber: z.string(),
      trackingNumber: z.string().optional(),
      trackingUrl: z.url().optional(),
    }),
    createdAt: z.iso.datetime(),
    readAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'InboxItem' });

export const inboxPageSchema = z
  .object({
    items: z.array(inboxItemSchema),
    /** null: this is the last page. */
    nextCursor: z.string().nullable(),
    /** Of the whole inbox, whatever the filter. */
    unreadCount: z.int(),
  })
  .meta({ id: 'InboxPage' });

export type InboxPage = z.output<typeof inboxPageSchema>;

export const unreadCountSchema = z.object({ count: z.int() }).meta({ id: 'UnreadCount' });

export type UnreadCount = z.output<typeof unreadCountSchema>;

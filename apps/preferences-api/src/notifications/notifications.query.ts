import { NOTIFICATION_STATUSES, ORDER_DATA_SCHEMAS } from '#contracts';
import { z } from 'zod';
import { limitSchema } from '../paging/limit.schema.js';
import { positionCursor } from '../paging/position-cursor.js';

const { orderId, userId } = ORDER_DATA_SCHEMAS.delivered.shape;

/** Query of a search. Strict: a misspelt filter would silently find everything. */
export const notificationsQuerySchema = z.strictObject({
  orderId: orderId.optional(),
  userId: userId.optional(),
  status: z.enum(NOTIFICATION_STATUSES).optional(),
  /** Of the last item of the page before, or of the last one that was looked at. */
  cursor: positionCursor(z.uuid()).optional(),
  limit: limitSchema,
});

export type NotificationsQuery = z.output<typeof notificationsQuerySchema>;

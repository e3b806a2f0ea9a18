/** Implements F5, F9. Alerts, as operators ask for them. */
import { ALERT_STATES, alertSchema } from '#contracts';
import type { AlertPosition } from '#database';
import { z } from 'zod';
import { limitSchema } from '../paging/limit.schema.js';
import { instantPosition, positionCursor } from '../paging/position-cursor.js';

/** Whether the last item of the page before was active, when it was raised, and its id. */
const position = z
  .tuple([z.boolean(), instantPosition, z.uuid()])
  .transform(([active, raisedAt, id]): AlertPosition => ({ active, raisedAt, id }));

export const alertsQuerySchema = z.strictObject({
  state: z.enum(ALERT_STATES).optional(),
  cursor: positionCursor(position).optional(),
  limit: limitSchema,
});

export type AlertsQuery = z.output<typeof alertsQuerySchema>;

export const alertPageSchema = z
  .object({
    items: z.array(alertSchema),
    /** null: this is the last page. */
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'AlertPage' });

export type AlertPage = z.output<typeof alertPageSchema>;

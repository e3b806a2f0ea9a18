/** Implements F7. What internal callers ask for in place of publishing an event. */
import {
  CHANNELS,
  NOTIFICATION_STATUSES,
  NOTIFICATION_TYPES,
  type NotificationType,
  ORDER_DATA_SCHEMAS,
  ORDER_EVENT_TYPES,
  type OrderData,
  REASONS,
} from '#contracts';
import { z } from 'zod';

/** `type` may be named as an event is, or as notifications are. `data` is an event's: fields we do not know are ignored there. */
const formOf = (type: NotificationType) =>
  z.strictObject({ type: z.enum([ORDER_EVENT_TYPES[type], type]), data: ORDER_DATA_SCHEMAS[type] });

const [first, ...others] = NOTIFICATION_TYPES;

/** An order event to be told of now. */
export interface Trigger {
  readonly type: NotificationType;
  readonly data: OrderData;
}

export const triggerSchema = z
  .discriminatedUnion('type', [formOf(first), ...others.map(formOf)], {
    // Asked about a body that is no object, too, whatever the type of the parameter would be.
    error: ({ code }: { readonly code: string }) =>
      code === 'invalid_union' ? 'must be an order event such as "order.shipped"' : undefined,
  })
  .transform(({ type, data }): Trigger => ({ type: notificationType(type), data }));

function notificationType(name: string): NotificationType {
  const type = NOTIFICATION_TYPES.find((candidate) => candidate === name || ORDER_EVENT_TYPES[candidate] === name);
  if (type === undefined) throw new RangeError('The schema lets no other name pass.');
  return type;
}

export const triggeredSchema = z
  .object({
    notifications: z.array(
      z.object({
        id: z.uuid(),
        channel: z.enum(CHANNELS),
        status: z.enum(NOTIFICATION_STATUSES),
        reason: z.enum(REASONS).nullable(),
      }),
    ),
  })
  .meta({ id: 'Triggered' });

/** What became of a trigger, one entry for each channel. */
export type TriggeredDocument = z.output<typeof triggeredSchema>;

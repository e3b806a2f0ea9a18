/** Implements F2. What upstream publishes about an order: the shape of `data`, per type. */
import { z } from 'zod';
import { calendarDate, currency, instant, money, opaqueId, text, webUrl } from './fields.schema.js';
import type { NotificationType } from './notification-types.js';

const item = z.object({
  name: text(300),
  quantity: z.int().min(1).max(1_000_000),
  unitPrice: money(),
});

/** Contact fields known to upstream. Each one that is absent or null is looked up in the directory instead. */
const recipient = z.object({
  email: text(254).nullish(),
  phone: text(32).nullish(),
  name: text(200).nullish(),
  language: text(35).nullish(),
  timeZone: text(64).nullish(),
});

const shipment = z.object({
  id: opaqueId().optional(),
  packageNumber: z.int().min(1).max(10_000).optional(),
  packageCount: z.int().min(1).max(10_000).optional(),
  carrier: text(100).optional(),
  trackingNumber: text(100).optional(),
  trackingUrl: webUrl().optional(),
  estimatedDelivery: calendarDate().optional(),
  deliveredAt: instant().optional(),
});

const payment = z.object({ amount: money(), method: text(100).optional() });

const refund = z.object({
  id: opaqueId().optional(),
  amount: money(),
  reason: text(300).optional(),
  expectedBy: calendarDate().optional(),
});

const failure = z.object({ reason: text(300), nextAttempt: calendarDate().optional() });

const anyOrder = z.object({
  orderId: opaqueId(),
  orderNumber: text(64),
  orderVersion: z.int().min(0).optional(),
  userId: opaqueId(),
  currency: currency().optional(),
  total: money().optional(),
  items: z.array(item).min(1).max(500).optional(),
  recipient: recipient.optional(),
  shipment: shipment.optional(),
  payment: payment.optional(),
  refund: refund.optional(),
  failure: failure.optional(),
});

/** `data` of each order event. Fields a type does not require may still be there; unknown ones are dropped. */
export const ORDER_DATA_SCHEMAS = {
  order_confirmed: anyOrder.required({ items: true, total: true, currency: true }),
  payment_processed: anyOrder.required({ payment: true, currency: true }),
  order_shipped: anyOrder.extend({ shipment: shipment.required({ carrier: true, trackingNumber: true }) }),
  out_for_delivery: anyOrder.required({ shipment: true }),
  delivered: anyOrder.required({ shipment: true }),
  delivery_failed: anyOrder.required({ failure: true }),
  refund_initiated: anyOrder.required({ refund: true, currency: true }),
  refund_completed: anyOrder.required({ refund: true, currency: true }),
} as const satisfies Record<NotificationType, z.ZodType>;

/** `data` of an order event of type `T`, parsed. */
export type OrderData<T extends NotificationType = NotificationType> = z.infer<(typeof ORDER_DATA_SCHEMAS)[T]>;

/** Contact fields as upstream sent them. */
export type OrderRecipient = z.infer<typeof recipient>;

/** A valid order event. `time` is the instant upstream gave it, never adjusted. */
export interface OrderEvent<T extends NotificationType = NotificationType> {
  readonly id: string;
  readonly source: string;
  readonly type: T;
  readonly time: Date;
  readonly data: OrderData<T>;
  /** The place in a trace that it came from, as W3C Trace Context writes it. */
  readonly traceparent?: string | undefined;
}

/** More than any real order needs, less than what would slow a batch. In bytes of the Kafka message's value. */
export const MAX_EVENT_BYTES = 64 * 1024;

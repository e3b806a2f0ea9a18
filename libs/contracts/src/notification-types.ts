/** Implements F2. What customers are told about. */
export const NOTIFICATION_TYPES = [
  'order_confirmed',
  'payment_processed',
  'order_shipped',
  'out_for_delivery',
  'delivered',
  'delivery_failed',
  'refund_initiated',
  'refund_completed',
] as const;

export type NotificationType = (typeof NOTIFICATION_TYPES)[number];

/** The CloudEvents `type` that upstream publishes for each notification type. */
export const ORDER_EVENT_TYPES = {
  order_confirmed: 'order.confirmed',
  payment_processed: 'order.payment_processed',
  order_shipped: 'order.shipped',
  out_for_delivery: 'order.out_for_delivery',
  delivered: 'order.delivered',
  delivery_failed: 'order.delivery_failed',
  refund_initiated: 'order.refund_initiated',
  refund_completed: 'order.refund_completed',
} as const satisfies Record<NotificationType, `order.${string}`>;

export type OrderEventType = (typeof ORDER_EVENT_TYPES)[NotificationType];

const byEventType: ReadonlyMap<string, NotificationType> = new Map(
  NOTIFICATION_TYPES.map((type) => [ORDER_EVENT_TYPES[type], type]),
);

/** @returns the notification type for a CloudEvents `type`, or undefined for one we do not announce. */
export function notificationTypeOf(eventType: string): NotificationType | undefined {
  return byEventType.get(eventType);
}

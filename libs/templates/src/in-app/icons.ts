import type { NotificationType } from '#contracts';

/** Names, not pictures: the client draws them in its own style. */
export const IN_APP_ICONS = {
  order_confirmed: 'receipt',
  payment_processed: 'card',
  order_shipped: 'package',
  out_for_delivery: 'truck',
  delivered: 'house',
  delivery_failed: 'warning',
  refund_initiated: 'refund',
  refund_completed: 'check',
} as const satisfies Record<NotificationType, string>;

export type InAppIcon = (typeof IN_APP_ICONS)[NotificationType];

/** Implements F2. Every notification type and what it says. */
import type { NotificationType } from '#contracts';
import type { MessageTemplate } from './content/message-template.js';
import { delivered } from './delivered/delivered.template.js';
import { deliveryFailed } from './delivery-failed/delivery-failed.template.js';
import { orderConfirmed } from './order-confirmed/order-confirmed.template.js';
import { orderShipped } from './order-shipped/order-shipped.template.js';
import { outForDelivery } from './out-for-delivery/out-for-delivery.template.js';
import { paymentProcessed } from './payment-processed/payment-processed.template.js';
import { refundCompleted } from './refund-completed/refund-completed.template.js';
import { refundInitiated } from './refund-initiated/refund-initiated.template.js';

const TEMPLATES: { readonly [T in NotificationType]: MessageTemplate<T> } = {
  order_confirmed: orderConfirmed,
  payment_processed: paymentProcessed,
  order_shipped: orderShipped,
  out_for_delivery: outForDelivery,
  delivered,
  delivery_failed: deliveryFailed,
  refund_initiated: refundInitiated,
  refund_completed: refundCompleted,
};

export function templateOf<T extends NotificationType>(type: T): MessageTemplate<T> {
  return TEMPLATES[type];
}

/** Implements F2, F3. What types and channels are called on pages. */
import type { Channel, Language, NotificationType } from '#contracts';

export const TYPE_NAMES = {
  en: {
    order_confirmed: 'Order confirmed',
    payment_processed: 'Payment received',
    order_shipped: 'Order on its way',
    out_for_delivery: 'Out for delivery',
    delivered: 'Delivered',
    delivery_failed: 'Delivery failed',
    refund_initiated: 'Refund on its way',
    refund_completed: 'Refund complete',
  },
  es: {
    order_confirmed: 'Pedido confirmado',
    payment_processed: 'Pago recibido',
    order_shipped: 'Pedido en camino',
    out_for_delivery: 'En reparto',
    delivered: 'Entregado',
    delivery_failed: 'Entrega no realizada',
    refund_initiated: 'Reembolso en marcha',
    refund_completed: 'Reembolso completado',
  },
  fr: {
    order_confirmed: 'Commande confirmée',
    payment_processed: 'Paiement reçu',
    order_shipped: 'Colis en route',
    out_for_delivery: 'En cours de livraison',
    delivered: 'Colis livré',
    delivery_failed: 'Colis non livré',
    refund_initiated: 'Remboursement en cours',
    refund_completed: 'Remboursement effectué',
  },
} as const satisfies Record<Language, Record<NotificationType, string>>;

/** Short: they head narrow columns. */
export const CHANNEL_NAMES = {
  en: { email: 'Email', sms: 'Text', in_app: 'Account' },
  es: { email: 'Correo', sms: 'SMS', in_app: 'Cuenta' },
  fr: { email: 'E-mail', sms: 'SMS', in_app: 'Compte' },
} as const satisfies Record<Language, Record<Channel, string>>;

/** Implements F2, F3. What types and channels are called on pages. */
import type { Channel, Language, NotificationType } from '#contracts';

export const TYPE_NAMES = {
  en: {
    order_confirmed: 'Order confirmed',
    payment_processed: 'Payment received',
    order_shipped: 'Order shipped',
    out_for_delivery: 'Out for delivery',
    delivered: 'Delivered',
    delivery_failed: 'Delivery attempt failed',
    refund_initiated: 'Refund started',
    refund_completed: 'Refund completed',
  },
  es: {
    order_confirmed: 'Pedido confirmado',
    payment_processed: 'Pago recibido',
    order_shipped: 'Pedido enviado',
    out_for_delivery: 'En reparto',
    delivered: 'Entregado',
    delivery_failed: 'Intento de entrega fallido',
    refund_initiated: 'Reembolso iniciado',
    refund_completed: 'Reembolso completado',
  },
  fr: {
    order_confirmed: 'Commande confirmée',
    payment_processed: 'Paiement reçu',
    order_shipped: 'Commande expédiée',
    out_for_delivery: 'En cours de livraison',
    delivered: 'Livrée',
    delivery_failed: 'Échec de livraison',
    refund_initiated: 'Remboursement lancé',
    refund_completed: 'Remboursement effectué',
  },
} as const satisfies Record<Language, Record<NotificationType, string>>;

/** Short: they head narrow columns. */
export const CHANNEL_NAMES = {
  en: { email: 'Email', sms: 'Text', in_app: 'Account' },
  es: { email: 'Correo', sms: 'SMS', in_app: 'Cuenta' },
  fr: { email: 'E-mail', sms: 'SMS', in_app: 'Compte' },
} as const satisfies Record<Language, Record<Channel, string>>;

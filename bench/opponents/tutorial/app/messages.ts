import type { ShippedOrder } from './order-event.js';
import { SETTINGS } from './settings.js';

export interface Message {
  readonly subject: string;
  readonly text: string;
}

/** The contest sends one of the eight occasions; the others would be worded alike. */
const SHIPPED = {
  en: ({ orderNumber, recipient, shipment }: ShippedOrder): Message => ({
    subject: `Your order ${orderNumber} has shipped`,
    text: `Hello ${recipient.name}, your order ${orderNumber} is on its way with ${shipment.carrier}. Tracking number: ${shipment.trackingNumber}.`,
  }),
  es: ({ orderNumber, recipient, shipment }: ShippedOrder): Message => ({
    subject: `Tu pedido ${orderNumber} ha salido`,
    text: `Hola ${recipient.name}: tu pedido ${orderNumber} va en camino con ${shipment.carrier}. Número de seguimiento: ${shipment.trackingNumber}.`,
  }),
  fr: ({ orderNumber, recipient, shipment }: ShippedOrder): Message => ({
    subject: `Votre commande ${orderNumber} est partie`,
    text: `Bonjour ${recipient.name}, votre commande ${orderNumber} est en route avec ${shipment.carrier}. Numéro de suivi : ${shipment.trackingNumber}.`,
  }),
};

/** In the customer's language; English where it is another. */
export function messageOf(order: ShippedOrder): Message {
  const { language } = order.recipient;
  return SHIPPED[language === 'es' || language === 'fr' ? language : 'en'](order);
}

export function htmlOf({ text }: Message): string {
  return `<p>${text}</p><p><small>${SETTINGS.brand}, ${SETTINGS.postalAddress}</small></p>`;
}

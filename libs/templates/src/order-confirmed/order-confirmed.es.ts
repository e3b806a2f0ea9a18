import { formatCount } from '../content/locale-format.js';
import type { Wording } from '../content/wording.js';
import type { OrderConfirmedFacts } from './order-confirmed.facts.js';

const items = (count: number) =>
  formatCount('es', count, { one: 'producto', many: 'de productos', other: 'productos' });

export const orderConfirmedEs: Wording<OrderConfirmedFacts> = {
  email: ({ orderNumber, itemCount, total }) => ({
    subject: `¡Gracias! Tu pedido ${orderNumber} está confirmado`,
    preheader: `${items(itemCount)}, ${total} en total. Te avisaremos en cuanto salga.`,
    heading: 'Gracias por tu pedido',
    paragraphs: [
      `Hemos recibido tu pedido ${orderNumber} y ya lo estamos preparando.`,
      'Te escribiremos en cuanto esté en camino. Esto es lo que has pedido:',
    ],
  }),
  sms: ({ orderNumber, itemCount, total }) => [
    `¡Gracias! Hemos recibido tu pedido ${orderNumber}: ${items(itemCount)}, ${total} en total.`,
  ],
  inApp: ({ orderNumber, itemCount, total }) => ({
    title: 'Pedido confirmado',
    body: `¡Gracias! Ya estamos preparando tu pedido ${orderNumber}: ${items(itemCount)}, ${total} en total.`,
  }),
};

import { formatCount } from '../content/locale-format.js';
import type { Wording } from '../content/wording.js';
import type { OrderConfirmedFacts } from './order-confirmed.facts.js';

const items = (count: number) =>
  formatCount('es', count, { one: 'producto', many: 'de productos', other: 'productos' });

export const orderConfirmedEs: Wording<OrderConfirmedFacts> = {
  email: ({ orderNumber, itemCount, total }) => ({
    subject: `¡Gracias! Su pedido ${orderNumber} está confirmado`,
    preheader: `${items(itemCount)}, ${total} en total. Le avisaremos en cuanto lo enviemos.`,
    heading: 'Gracias por su pedido',
    paragraphs: [
      `Hemos recibido su pedido ${orderNumber} y ya lo estamos preparando.`,
      'Le escribiremos de nuevo en cuanto esté en camino. Este es el resumen de su pedido:',
    ],
  }),
  sms: ({ orderNumber, itemCount, total }) => [
    `¡Gracias! Su pedido ${orderNumber} queda confirmado: ${items(itemCount)}, ${total} en total.`,
  ],
  inApp: ({ orderNumber, itemCount, total }) => ({
    title: 'Pedido confirmado',
    body: `¡Gracias! Ya estamos preparando su pedido ${orderNumber}: ${items(itemCount)}, ${total} en total.`,
  }),
};

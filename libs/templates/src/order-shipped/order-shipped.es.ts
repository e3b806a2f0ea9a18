import { type Wording, sentences } from '../content/wording.js';
import { parcel } from '../shipment/shipment.facts.js';
import type { OrderShippedFacts } from './order-shipped.facts.js';

const announcement = (facts: OrderShippedFacts) =>
  `${parcel('es', facts)} va de camino con ${facts.carrier}. Seguimiento: ${facts.trackingNumber}.`;

const expected = ({ estimatedDelivery }: OrderShippedFacts) =>
  estimatedDelivery && `Llegada prevista: ${estimatedDelivery}.`;

export const orderShippedEs: Wording<OrderShippedFacts> = {
  email: (facts) => ({
    subject: `${parcel('es', facts)} está en camino`,
    preheader: sentences(
      expected(facts),
      `Síguelo con ${facts.carrier}, número de seguimiento ${facts.trackingNumber}.`,
    ),
    heading: facts.position ? 'Tu paquete está en camino' : 'Tu pedido está en camino',
    paragraphs: [
      sentences(
        `¡Buenas noticias! ${parcel('es', facts)} ya ha salido con ${facts.carrier} y va de camino.`,
        facts.estimatedDelivery && `Debería llegar el ${facts.estimatedDelivery}.`,
      ),
      ...(facts.position ? ['Cada paquete viaja por separado, así que te avisaremos de cada uno.'] : []),
    ],
    button: 'Seguir mi paquete',
  }),
  sms: (facts) => [
    sentences(announcement(facts), expected(facts), facts.trackingUrl),
    sentences(announcement(facts), facts.trackingUrl),
    announcement(facts),
  ],
  inApp: (facts) => ({ title: 'En camino', body: sentences(announcement(facts), expected(facts)) }),
};

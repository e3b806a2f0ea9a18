import { type Wording, fullStop, sentences } from '../content/wording.js';
import { parcel } from '../shipment/shipment.facts.js';
import { type OrderShippedFacts, trackingLink } from './order-shipped.facts.js';

const announcement = (facts: OrderShippedFacts) => fullStop(`${parcel('es', facts)} va en camino con ${facts.carrier}`);

const number = (facts: OrderShippedFacts) => fullStop(`Seguimiento: ${facts.trackingNumber}`);

const expected = ({ estimatedDelivery }: OrderShippedFacts) =>
  estimatedDelivery && `Entrega prevista: ${estimatedDelivery}.`;

export const orderShippedEs: Wording<OrderShippedFacts> = {
  email: (facts) => ({
    subject: `${parcel('es', facts)} está en camino`,
    preheader: sentences(expected(facts), fullStop(`Puede seguirlo con ${facts.carrier}: ${facts.trackingNumber}`)),
    heading: facts.position ? 'Su paquete está en camino' : 'Su pedido está en camino',
    paragraphs: [
      sentences(
        `¡Buenas noticias! ${parcel('es', facts)} ya ha salido con ${facts.carrier} y está en camino.`,
        facts.estimatedDelivery && `La entrega está prevista para el ${facts.estimatedDelivery}.`,
      ),
      ...(facts.position ? ['Cada paquete viaja por separado, así que le avisaremos de cada uno.'] : []),
    ],
    button: 'Seguir mi paquete',
  }),
  sms: (facts) => [
    sentences(announcement(facts), expected(facts), trackingLink(facts, number(facts))),
    sentences(announcement(facts), trackingLink(facts, number(facts))),
    sentences(announcement(facts), number(facts)),
  ],
  inApp: (facts) => ({ title: 'En camino', body: sentences(announcement(facts), number(facts), expected(facts)) }),
};

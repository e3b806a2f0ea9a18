import { type Wording, sentences } from '../content/wording.js';
import { parcel } from '../shipment/shipment.facts.js';
import type { OrderShippedFacts } from './order-shipped.facts.js';

const announcement = (facts: OrderShippedFacts) =>
  `${parcel('fr', facts)} est en route avec ${facts.carrier}. Suivi : ${facts.trackingNumber}.`;

const expected = ({ estimatedDelivery }: OrderShippedFacts) =>
  estimatedDelivery && `Livraison prévue le ${estimatedDelivery}.`;

export const orderShippedFr: Wording<OrderShippedFacts> = {
  email: (facts) => ({
    subject: `${parcel('fr', facts)} est en route`,
    preheader: sentences(expected(facts), `Suivez-le avec ${facts.carrier}, numéro de suivi ${facts.trackingNumber}.`),
    heading: 'Votre colis est en route',
    paragraphs: [
      sentences(
        `Bonne nouvelle ! ${parcel('fr', facts)} a été remis à ${facts.carrier} et il est en route vers vous.`,
        facts.estimatedDelivery && `Il devrait arriver le ${facts.estimatedDelivery}.`,
      ),
      ...(facts.position ? ['Chaque colis voyage séparément : nous vous tiendrons au courant pour chacun.'] : []),
    ],
    button: 'Suivre mon colis',
  }),
  sms: (facts) => [
    sentences(announcement(facts), expected(facts), facts.trackingUrl),
    sentences(announcement(facts), facts.trackingUrl),
    announcement(facts),
  ],
  inApp: (facts) => ({ title: 'En route', body: sentences(announcement(facts), expected(facts)) }),
};

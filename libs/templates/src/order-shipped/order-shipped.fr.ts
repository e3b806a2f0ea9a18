import { type Wording, fullStop, sentences } from '../content/wording.js';
import { parcel } from '../shipment/shipment.facts.js';
import { type OrderShippedFacts, trackingLink } from './order-shipped.facts.js';

const announcement = (facts: OrderShippedFacts) =>
  fullStop(`${parcel('fr', facts)} est en route avec ${facts.carrier}`);

const number = (facts: OrderShippedFacts) => fullStop(`Suivi : ${facts.trackingNumber}`);

const expected = ({ estimatedDelivery }: OrderShippedFacts) =>
  estimatedDelivery && `Livraison prévue le ${estimatedDelivery}.`;

export const orderShippedFr: Wording<OrderShippedFacts> = {
  email: (facts) => ({
    subject: `${parcel('fr', facts)} est en route`,
    preheader: sentences(expected(facts), fullStop(`Suivez-le avec ${facts.carrier} : ${facts.trackingNumber}`)),
    heading: 'Votre colis est en route',
    paragraphs: [
      sentences(
        `Bonne nouvelle ! ${parcel('fr', facts)} a été remis à ${facts.carrier} et il est en route vers vous.`,
        facts.estimatedDelivery && `Sa livraison est prévue le ${facts.estimatedDelivery}.`,
      ),
      ...(facts.position ? ['Chaque colis voyage séparément : nous vous écrirons pour chacun d’eux.'] : []),
    ],
    button: 'Suivre mon colis',
  }),
  sms: (facts) => [
    sentences(announcement(facts), expected(facts), trackingLink(facts, number(facts))),
    sentences(announcement(facts), trackingLink(facts, number(facts))),
    sentences(announcement(facts), number(facts)),
  ],
  inApp: (facts) => ({ title: 'En route', body: sentences(announcement(facts), number(facts), expected(facts)) }),
};

import { type Wording, sentences } from '../content/wording.js';
import { type ShipmentFacts, parcel } from '../shipment/shipment.facts.js';

const announcement = (facts: ShipmentFacts) =>
  `${parcel('fr', facts)} est en cours de livraison${facts.carrier === null ? '' : ` par ${facts.carrier}`}`;

export const outForDeliveryFr: Wording<ShipmentFacts> = {
  email: (facts) => ({
    subject: `${parcel('fr', facts)} est en cours de livraison`,
    preheader: 'Votre colis est presque là ! Assurez-vous que quelqu’un puisse le recevoir.',
    heading: 'En cours de livraison',
    paragraphs: [
      `Plus qu’un peu de patience ! ${announcement(facts)} et arrivera très bientôt.`,
      'Assurez-vous que quelqu’un puisse le recevoir.',
    ],
    button: 'Suivre mon colis',
  }),
  sms: (facts) => {
    const message = `${announcement(facts)} et arrive sous peu.`;
    return [sentences(message, facts.trackingUrl), message];
  },
  inApp: (facts) => ({
    title: 'En cours de livraison',
    body: `${announcement(facts)} et arrivera très bientôt.`,
  }),
};

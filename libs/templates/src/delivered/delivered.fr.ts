import type { Wording } from '../content/wording.js';
import { parcel } from '../shipment/shipment.facts.js';
import type { DeliveredFacts } from './delivered.facts.js';

const announcement = (facts: DeliveredFacts) =>
  `${parcel('fr', facts)} a été livré le ${facts.delivered.date} à ${facts.delivered.time}.`;

export const deliveredFr: Wording<DeliveredFacts> = {
  email: (facts) => ({
    subject: `${parcel('fr', facts)} a été livré`,
    preheader: `Livré le ${facts.delivered.date} à ${facts.delivered.time}. Nous espérons que votre achat vous plaira.`,
    heading: 'Votre colis est arrivé !',
    paragraphs: [
      announcement(facts),
      'Nous espérons que votre achat vous plaira. Si le colis reste introuvable ou si quelque chose ne va pas, dites-le-nous : nous trouverons une solution.',
    ],
    button: 'Voir les détails de la livraison',
  }),
  sms: (facts) => [`${announcement(facts)} Bonne découverte !`],
  inApp: (facts) => ({ title: 'Livré', body: `${announcement(facts)} Bonne découverte !` }),
};

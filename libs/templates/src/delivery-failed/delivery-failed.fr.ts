import { type Wording, sentences } from '../content/wording.js';
import { parcel } from '../shipment/shipment.facts.js';
import type { DeliveryFailedFacts } from './delivery-failed.facts.js';

const whatNext = ({ nextAttempt, supportContact }: DeliveryFailedFacts) =>
  nextAttempt
    ? `Prochain passage : ${nextAttempt}. Assurez-vous que quelqu’un puisse le recevoir.`
    : `Contactez-nous (${supportContact}) pour convenir d’une nouvelle livraison.`;

export const deliveryFailedFr: Wording<DeliveryFailedFacts> = {
  email: (facts) => ({
    subject: `${parcel('fr', facts)} n’a pas pu être livré`,
    preheader: whatNext(facts),
    heading: 'Nous n’avons pas pu livrer votre colis',
    paragraphs: [
      `Nous sommes désolés. ${parcel('fr', facts)} n’a pas pu être livré (${facts.reason}).`,
      facts.nextAttempt
        ? `Le prochain passage est prévu le ${facts.nextAttempt}. Assurez-vous que quelqu’un puisse le recevoir. Si ce jour ne vous convient pas, dites-le-nous.`
        : `Aucun nouveau passage n’est prévu pour l’instant. Contactez-nous (${facts.supportContact}) pour convenir d’une nouvelle livraison.`,
    ],
    button: 'Suivre mon colis',
  }),
  sms: (facts) => {
    const message = sentences(`${parcel('fr', facts)} n’a pas été livré (${facts.reason}).`, whatNext(facts));
    return [sentences(message, facts.trackingUrl), message];
  },
  inApp: (facts) => ({
    title: 'Colis non livré',
    body: sentences(`${parcel('fr', facts)} n’a pas pu être livré (${facts.reason}).`, whatNext(facts)),
  }),
};

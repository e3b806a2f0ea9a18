import { type Wording, fullStop, sentences } from '../content/wording.js';
import { type PaymentProcessedFacts, amountAndMethod } from './payment-processed.facts.js';

export const paymentProcessedFr: Wording<PaymentProcessedFacts> = {
  email: (facts) => ({
    subject: `Paiement reçu pour votre commande ${facts.orderNumber}`,
    preheader: sentences(
      fullStop(`Nous avons bien reçu ${amountAndMethod(facts)}`),
      'Vous n’avez rien d’autre à faire.',
    ),
    heading: 'Nous avons bien reçu votre paiement',
    paragraphs: [
      `Merci ! Votre paiement de ${amountAndMethod(facts)} pour la commande ${facts.orderNumber} a bien été effectué.`,
      'Vous n’avez rien d’autre à faire.',
    ],
  }),
  sms: (facts) => [
    `Votre paiement de ${amountAndMethod(facts)} pour la commande ${facts.orderNumber} nous est bien parvenu. Merci !`,
  ],
  inApp: (facts) => ({
    title: 'Paiement reçu',
    body: sentences(
      fullStop(
        `Nous avons bien reçu votre paiement de ${amountAndMethod(facts)} pour la commande ${facts.orderNumber}`,
      ),
      'Merci !',
    ),
  }),
};

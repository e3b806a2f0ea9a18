import { type Wording, fullStop, sentences } from '../content/wording.js';
import { type RefundFacts, because } from '../refund/refund.facts.js';

const announcement = (facts: RefundFacts) =>
  `Votre remboursement de ${facts.amount} pour la commande ${facts.orderNumber}${because(facts.reason)} est en cours.`;

const expected = ({ expectedBy }: RefundFacts) => expectedBy && `Vous le recevrez au plus tard le ${expectedBy}.`;

export const refundInitiatedFr: Wording<RefundFacts> = {
  email: (facts) => ({
    subject: `Le remboursement de votre commande ${facts.orderNumber} est en cours`,
    preheader: sentences(fullStop(`Nous avons lancé votre remboursement de ${facts.amount}`), expected(facts)),
    heading: 'Votre remboursement est en cours',
    paragraphs: [
      announcement(facts),
      facts.expectedBy
        ? `Vous le recevrez au plus tard le ${facts.expectedBy}. Vous n’avez rien d’autre à faire.`
        : 'Comptez en général quelques jours ouvrés. Vous n’avez rien d’autre à faire.',
    ],
  }),
  sms: (facts) => [sentences(announcement(facts), expected(facts))],
  inApp: (facts) => ({
    title: 'Remboursement en cours',
    body: sentences(announcement(facts), expected(facts)),
  }),
};

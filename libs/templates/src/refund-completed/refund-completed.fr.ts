import { type Wording, fullStop, sentences } from '../content/wording.js';
import { type RefundFacts, because } from '../refund/refund.facts.js';

const announcement = (facts: RefundFacts) =>
  fullStop(
    `Nous vous avons remboursé ${facts.amount} pour votre commande ${facts.orderNumber}${because(facts.reason)}`,
  );

const expected = ({ expectedBy }: RefundFacts) =>
  expectedBy && `Le montant arrivera sur votre compte au plus tard le ${expectedBy}.`;

export const refundCompletedFr: Wording<RefundFacts> = {
  email: (facts) => ({
    subject: `Le remboursement de votre commande ${facts.orderNumber} a été effectué`,
    preheader: sentences(fullStop(`Nous vous avons remboursé ${facts.amount}`), expected(facts)),
    heading: 'Votre remboursement a été effectué',
    paragraphs: [
      announcement(facts),
      facts.expectedBy
        ? `Le montant apparaîtra sur votre compte au plus tard le ${facts.expectedBy}.`
        : 'Selon votre banque, le montant peut mettre quelques jours à apparaître sur votre compte.',
    ],
  }),
  sms: (facts) => [sentences(announcement(facts), expected(facts))],
  inApp: (facts) => ({
    title: 'Remboursement effectué',
    body: sentences(announcement(facts), expected(facts)),
  }),
};

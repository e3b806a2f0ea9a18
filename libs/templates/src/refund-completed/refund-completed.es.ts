import { type Wording, fullStop, sentences } from '../content/wording.js';
import { type RefundFacts, because } from '../refund/refund.facts.js';

const announcement = (facts: RefundFacts) =>
  fullStop(`Le hemos reembolsado ${facts.amount} por su pedido ${facts.orderNumber}${because(facts.reason)}`);

const expected = ({ expectedBy }: RefundFacts) =>
  expectedBy && `Puede tardar en aparecer en su cuenta hasta el ${expectedBy}.`;

export const refundCompletedEs: Wording<RefundFacts> = {
  email: (facts) => ({
    subject: `El reembolso de su pedido ${facts.orderNumber} se ha completado`,
    preheader: sentences(fullStop(`Le hemos reembolsado ${facts.amount}`), expected(facts)),
    heading: 'Su reembolso se ha completado',
    paragraphs: [
      announcement(facts),
      facts.expectedBy
        ? `Lo verá en su cuenta a más tardar el ${facts.expectedBy}.`
        : 'Según su banco, puede tardar unos días en aparecer en su cuenta.',
    ],
  }),
  sms: (facts) => [sentences(announcement(facts), expected(facts))],
  inApp: (facts) => ({
    title: 'Reembolso completado',
    body: sentences(announcement(facts), expected(facts)),
  }),
};

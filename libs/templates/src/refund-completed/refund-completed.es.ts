import { type Wording, sentences } from '../content/wording.js';
import { type RefundFacts, because } from '../refund/refund.facts.js';

const announcement = (facts: RefundFacts) =>
  `Te hemos reembolsado ${facts.amount} de tu pedido ${facts.orderNumber}${because(facts.reason)}.`;

const expected = ({ expectedBy }: RefundFacts) => expectedBy && `Fecha prevista en tu cuenta: ${expectedBy}.`;

export const refundCompletedEs: Wording<RefundFacts> = {
  email: (facts) => ({
    subject: `El reembolso de tu pedido ${facts.orderNumber} se ha completado`,
    preheader: sentences(`Te hemos reembolsado ${facts.amount}.`, expected(facts)),
    heading: 'Tu reembolso se ha completado',
    paragraphs: [
      announcement(facts),
      facts.expectedBy
        ? `Lo verás en tu cuenta a más tardar el ${facts.expectedBy}.`
        : 'Según tu banco, puede tardar unos días en aparecer en tu cuenta.',
    ],
  }),
  sms: (facts) => [sentences(announcement(facts), expected(facts))],
  inApp: (facts) => ({
    title: 'Reembolso completado',
    body: sentences(announcement(facts), expected(facts)),
  }),
};

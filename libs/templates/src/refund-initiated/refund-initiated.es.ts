import { type Wording, fullStop, sentences } from '../content/wording.js';
import { type RefundFacts, because } from '../refund/refund.facts.js';

const announcement = (facts: RefundFacts) =>
  fullStop(`Hemos iniciado el reembolso de ${facts.amount} por su pedido ${facts.orderNumber}${because(facts.reason)}`);

const expected = ({ expectedBy }: RefundFacts) => expectedBy && `Plazo previsto: hasta el ${expectedBy}.`;

export const refundInitiatedEs: Wording<RefundFacts> = {
  email: (facts) => ({
    subject: `El reembolso de su pedido ${facts.orderNumber} está en marcha`,
    preheader: sentences(fullStop(`Hemos iniciado su reembolso de ${facts.amount}`), expected(facts)),
    heading: 'Su reembolso está en marcha',
    paragraphs: [
      announcement(facts),
      facts.expectedBy
        ? `Lo recibirá a más tardar el ${facts.expectedBy}. No tiene que hacer nada más.`
        : 'Suele tardar unos días hábiles. No tiene que hacer nada más.',
    ],
  }),
  sms: (facts) => [sentences(announcement(facts), expected(facts))],
  inApp: (facts) => ({
    title: 'Reembolso en marcha',
    body: sentences(announcement(facts), expected(facts)),
  }),
};

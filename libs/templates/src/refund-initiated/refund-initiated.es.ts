import { type Wording, sentences } from '../content/wording.js';
import { type RefundFacts, because } from '../refund/refund.facts.js';

const announcement = (facts: RefundFacts) =>
  `Hemos iniciado el reembolso de ${facts.amount} de tu pedido ${facts.orderNumber}${because(facts.reason)}.`;

const expected = ({ expectedBy }: RefundFacts) => expectedBy && `Fecha prevista: ${expectedBy}.`;

export const refundInitiatedEs: Wording<RefundFacts> = {
  email: (facts) => ({
    subject: `El reembolso de tu pedido ${facts.orderNumber} está en marcha`,
    preheader: sentences(`Hemos iniciado tu reembolso de ${facts.amount}.`, expected(facts)),
    heading: 'Tu reembolso está en marcha',
    paragraphs: [
      announcement(facts),
      facts.expectedBy
        ? `Lo recibirás a más tardar el ${facts.expectedBy}. No tienes que hacer nada más.`
        : 'Suele tardar unos días laborables. No tienes que hacer nada más.',
    ],
  }),
  sms: (facts) => [sentences(announcement(facts), expected(facts))],
  inApp: (facts) => ({
    title: 'Reembolso en marcha',
    body: sentences(announcement(facts), expected(facts)),
  }),
};

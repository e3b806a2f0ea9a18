import { type Wording, fullStop, sentences } from '../content/wording.js';
import { type PaymentProcessedFacts, amountAndMethod } from './payment-processed.facts.js';

const announcement = (facts: PaymentProcessedFacts) =>
  sentences(
    fullStop(`Hemos recibido su pago de ${amountAndMethod(facts)} por el pedido ${facts.orderNumber}`),
    '¡Gracias!',
  );

export const paymentProcessedEs: Wording<PaymentProcessedFacts> = {
  email: (facts) => ({
    subject: `Hemos recibido el pago de su pedido ${facts.orderNumber}`,
    preheader: sentences(fullStop(`Hemos recibido ${amountAndMethod(facts)}`), 'No tiene que hacer nada más.'),
    heading: 'Hemos recibido su pago',
    paragraphs: [
      `¡Gracias! Su pago de ${amountAndMethod(facts)} por el pedido ${facts.orderNumber} se ha realizado correctamente.`,
      'No tiene que hacer nada más.',
    ],
  }),
  sms: (facts) => [announcement(facts)],
  inApp: (facts) => ({ title: 'Pago recibido', body: announcement(facts) }),
};

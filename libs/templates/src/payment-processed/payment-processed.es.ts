import type { Wording } from '../content/wording.js';
import { type PaymentProcessedFacts, amountAndMethod } from './payment-processed.facts.js';

const announcement = (facts: PaymentProcessedFacts) =>
  `Hemos recibido tu pago de ${amountAndMethod(facts)} por el pedido ${facts.orderNumber}. ¡Gracias!`;

export const paymentProcessedEs: Wording<PaymentProcessedFacts> = {
  email: (facts) => ({
    subject: `Hemos recibido el pago de tu pedido ${facts.orderNumber}`,
    preheader: `${amountAndMethod(facts)}. ¡Gracias! No tienes que hacer nada más.`,
    heading: 'Hemos recibido tu pago',
    paragraphs: [
      `¡Gracias! Tu pago de ${amountAndMethod(facts)} por el pedido ${facts.orderNumber} se ha realizado correctamente.`,
      'No tienes que hacer nada más.',
    ],
  }),
  sms: (facts) => [announcement(facts)],
  inApp: (facts) => ({ title: 'Pago recibido', body: announcement(facts) }),
};

import { type Wording, fullStop, sentences } from '../content/wording.js';
import { type PaymentProcessedFacts, amountAndMethod } from './payment-processed.facts.js';

const announcement = (facts: PaymentProcessedFacts) =>
  sentences(
    fullStop(`We’ve received your payment of ${amountAndMethod(facts)} for order ${facts.orderNumber}`),
    'Thank you!',
  );

export const paymentProcessedEn: Wording<PaymentProcessedFacts> = {
  email: (facts) => ({
    subject: `Payment received for your order ${facts.orderNumber}`,
    preheader: sentences(fullStop(`We’ve received ${amountAndMethod(facts)}`), 'There’s nothing else you need to do.'),
    heading: 'We’ve received your payment',
    paragraphs: [
      `Thank you! Your payment of ${amountAndMethod(facts)} for order ${facts.orderNumber} went through.`,
      'There’s nothing else you need to do.',
    ],
  }),
  sms: (facts) => [announcement(facts)],
  inApp: (facts) => ({ title: 'Payment received', body: announcement(facts) }),
};

/** Implements F2. */
import { defineTemplate, detail } from '../content/message-template.js';
import { paymentProcessedEn } from './payment-processed.en.js';
import { paymentProcessedEs } from './payment-processed.es.js';
import { type PaymentProcessedFacts, readPaymentProcessed } from './payment-processed.facts.js';
import { paymentProcessedFr } from './payment-processed.fr.js';

export const paymentProcessed = defineTemplate<'payment_processed', PaymentProcessedFacts>({
  facts: (event, read) => readPaymentProcessed(read, event.data),
  details: (facts, labels) => [
    detail(labels.order, facts.orderNumber),
    detail(labels.amount, facts.amount),
    detail(labels.paymentMethod, facts.method),
  ],
  wording: { en: paymentProcessedEn, es: paymentProcessedEs, fr: paymentProcessedFr },
});

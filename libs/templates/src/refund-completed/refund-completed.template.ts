/** Implements F2. */
import { defineTemplate } from '../content/message-template.js';
import { type RefundFacts, readRefund, refundDetails } from '../refund/refund.facts.js';
import { refundCompletedEn } from './refund-completed.en.js';
import { refundCompletedEs } from './refund-completed.es.js';
import { refundCompletedFr } from './refund-completed.fr.js';

export const refundCompleted = defineTemplate<'refund_completed', RefundFacts>({
  facts: ({ data }, read) => readRefund(read, data),
  details: refundDetails,
  wording: { en: refundCompletedEn, es: refundCompletedEs, fr: refundCompletedFr },
});

/** Implements F2. */
import { defineTemplate } from '../content/message-template.js';
import { type RefundFacts, readRefund, refundDetails } from '../refund/refund.facts.js';
import { refundInitiatedEn } from './refund-initiated.en.js';
import { refundInitiatedEs } from './refund-initiated.es.js';
import { refundInitiatedFr } from './refund-initiated.fr.js';

export const refundInitiated = defineTemplate<'refund_initiated', RefundFacts>({
  facts: ({ data }, read) => readRefund(read, data),
  details: refundDetails,
  wording: { en: refundInitiatedEn, es: refundInitiatedEs, fr: refundInitiatedFr },
});

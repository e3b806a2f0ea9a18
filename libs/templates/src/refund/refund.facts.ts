import type { OrderData } from '#contracts';
import type { FieldReader } from '../content/field-reader.js';
import type { Labels } from '../content/labels.js';
import { type Detail, detail } from '../content/message-template.js';
import { REFUND_REASONS } from './refund-reasons.js';

export interface RefundFacts {
  readonly orderNumber: string;
  readonly amount: string;
  readonly reason: string | null;
  readonly expectedBy: string | null;
}

export function readRefund(read: FieldReader, data: OrderData<'refund_initiated'>): RefundFacts {
  const refund = read.present(data.refund, 'refund');
  return {
    orderNumber: read.text(data.orderNumber, 'orderNumber'),
    amount: read.money(refund.amount, data.currency, 'refund.amount'),
    reason: read.optionalReason(REFUND_REASONS, refund.reason),
    expectedBy: read.optionalDate(refund.expectedBy, 'refund.expectedBy'),
  };
}

export function refundDetails(facts: RefundFacts, labels: Labels): (Detail | null)[] {
  return [
    detail(labels.order, facts.orderNumber),
    detail(labels.amount, facts.amount),
    detail(labels.reason, facts.reason),
    detail(labels.expectedBy, facts.expectedBy),
  ];
}

/** @returns ` (reason)`, ready to follow a sentence's last word */
export function because(reason: string | null): string {
  return reason === null ? '' : ` (${reason})`;
}

import type { OrderData } from '#contracts';
import type { FieldReader } from '../content/field-reader.js';

export interface PaymentProcessedFacts {
  readonly orderNumber: string;
  readonly amount: string;
  /** In upstream's words, such as `Visa •••• 4242`. */
  readonly method: string | null;
}

export function readPaymentProcessed(read: FieldReader, data: OrderData<'payment_processed'>): PaymentProcessedFacts {
  const payment = read.present(data.payment, 'payment');
  return {
    orderNumber: read.text(data.orderNumber, 'orderNumber'),
    amount: read.money(payment.amount, data.currency, 'payment.amount'),
    method: read.optionalPhrase(payment.method),
  };
}

/** @returns `$129.90 (Visa •••• 4242)`, or the amount alone */
export function amountAndMethod({ amount, method }: PaymentProcessedFacts): string {
  return method === null ? amount : `${amount} (${method})`;
}

import type { SampleData } from './sample-data.js';

const ORDER = { orderId: '9f1c-4d20', orderNumber: 'A-10023', userId: '0b7e-77aa' } as const;

export const MINIMAL_DATA: SampleData = {
  order_confirmed: {
    ...ORDER,
    currency: 'EUR',
    total: '129.9',
    items: [{ name: 'Vibram Kimera', quantity: 1, unitPrice: '129.9' }],
  },
  payment_processed: { ...ORDER, currency: 'EUR', payment: { amount: '129.9' } },
  order_shipped: { ...ORDER, shipment: { carrier: 'DHL', trackingNumber: '00340434292135100186' } },
  out_for_delivery: { ...ORDER, shipment: {} },
  delivered: { ...ORDER, shipment: {} },
  delivery_failed: { ...ORDER, failure: { reason: 'nobody home' } },
  refund_initiated: { ...ORDER, currency: 'EUR', refund: { amount: '129.9' } },
  refund_completed: { ...ORDER, currency: 'EUR', refund: { amount: '129.9' } },
};

/** Implements F2, F5. A valid `data` of every incoming event, and of an alert, for the generated documents and for tests. */
import type { Alert } from './alert.schema.js';
import type { CustomerEvent, CustomerEventType } from './customer-event.schema.js';
import type { NotificationType } from './notification-types.js';
import type { OrderData } from './order-event.schema.js';

const order = {
  orderId: '9f1c2a70-5d5e-4c0e-9a57-0f6f6a1b7c11',
  orderNumber: 'A-10023',
  userId: '0b7e6a52-7f0d-4f55-9b39-6d1a8f3b2c11',
  recipient: {
    email: 'ana@example.com',
    phone: '+14155550123',
    name: 'Ana',
    language: 'es',
    timeZone: 'America/Los_Angeles',
  },
};

const shipment = {
  id: 's-1',
  packageNumber: 1,
  packageCount: 2,
  carrier: 'UPS',
  trackingNumber: '1Z999AA10123456784',
  trackingUrl: 'https://www.ups.com/track?tracknum=1Z999AA10123456784',
  estimatedDelivery: '2026-11-25',
};

const refund = { id: 'r-1', amount: '129.90', reason: 'damaged', expectedBy: '2026-12-01' };

export const ORDER_DATA_EXAMPLES = {
  order_confirmed: {
    ...order,
    orderVersion: 1,
    currency: 'USD',
    total: '129.90',
    items: [{ name: 'Trail shoe', quantity: 1, unitPrice: '129.90' }],
  },
  payment_processed: {
    ...order,
    orderVersion: 2,
    currency: 'USD',
    payment: { amount: '129.90', method: 'Visa •••• 4242' },
  },
  order_shipped: { ...order, orderVersion: 3, shipment },
  out_for_delivery: { ...order, orderVersion: 4, shipment },
  delivered: { ...order, orderVersion: 5, shipment: { ...shipment, deliveredAt: '2026-11-25T14:05:00Z' } },
  delivery_failed: { ...order, orderVersion: 5, failure: { reason: 'nobody home', nextAttempt: '2026-11-26' } },
  refund_initiated: { ...order, orderVersion: 6, currency: 'USD', refund },
  refund_completed: { ...order, orderVersion: 7, currency: 'USD', refund },
} as const satisfies { readonly [T in NotificationType]: OrderData<T> };

export const CUSTOMER_DATA_EXAMPLES = {
  'customer.upserted': {
    ...order.recipient,
    userId: order.userId,
    country: 'US',
    consents: [
      { channel: 'sms', purpose: 'orders', method: 'checkout', at: '2026-11-01T09:30:00Z', textVersion: '2026-01' },
    ],
  },
  'customer.deleted': { userId: order.userId },
} satisfies { readonly [T in CustomerEventType]: Extract<CustomerEvent, { type: T }>['data'] };

export const ALERT_EXAMPLE = {
  id: '019aaf3e-5c2b-7c1d-9b39-6d1a8f3b2c11',
  name: 'ProviderCallsFailing',
  subject: 'email',
  severity: 'page',
  state: 'raised',
  detail: 'Calls to the provider fail. 90 of 210 calls in the last 2 minutes.',
  value: 0.4286,
  threshold: 0.2,
  raisedAt: '2026-11-22T10:21:03.000Z',
  resolvedAt: null,
} as const satisfies Alert;

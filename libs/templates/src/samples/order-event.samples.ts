import type { NotificationType, OrderData, OrderEvent } from '#contracts';
import type { RenderContext } from '../content/render-context.js';

const ORDER = { orderId: '9f1c-4d20', orderNumber: 'A-10023', userId: '0b7e-77aa', currency: 'USD' } as const;

const SHIPMENT = {
  id: 's-1',
  packageNumber: 1,
  packageCount: 2,
  carrier: 'UPS',
  trackingNumber: '1Z999AA10123456784',
  trackingUrl: 'https://www.ups.com/track?loc=en_US&tracknum=1Z999AA10123456784',
  estimatedDelivery: '2026-11-25',
} as const;

/** One believable event of each type, every optional field given. */
export const SAMPLE_DATA: { readonly [T in NotificationType]: OrderData<T> } = {
  order_confirmed: {
    ...ORDER,
    total: '1329.90',
    items: [
      { name: 'Trail shoe', quantity: 1, unitPrice: '129.90' },
      { name: 'Alpine tent, 3 persons', quantity: 2, unitPrice: '600.00' },
    ],
  },
  payment_processed: { ...ORDER, payment: { amount: '1329.90', method: 'Visa •••• 4242' } },
  order_shipped: { ...ORDER, shipment: { ...SHIPMENT } },
  out_for_delivery: { ...ORDER, shipment: { ...SHIPMENT } },
  delivered: { ...ORDER, shipment: { ...SHIPMENT, deliveredAt: '2026-11-25T22:05:00Z' } },
  delivery_failed: {
    ...ORDER,
    shipment: { ...SHIPMENT },
    failure: { reason: 'nobody home', nextAttempt: '2026-11-26' },
  },
  refund_initiated: {
    ...ORDER,
    refund: { id: 'r-1', amount: '129.90', reason: 'damaged', expectedBy: '2026-12-01' },
  },
  refund_completed: {
    ...ORDER,
    refund: { id: 'r-1', amount: '129.90', reason: 'damaged', expectedBy: '2026-12-01' },
  },
};

/** @param overrides replace top-level fields of the sample's data; one set to undefined is left out */
export function aSampleEvent<T extends NotificationType>(type: T, overrides: object = {}): OrderEvent<T> {
  return {
    id: `sample-${type}`,
    source: '/orders',
    type,
    time: new Date('2026-11-25T22:06:00Z'),
    data: { ...SAMPLE_DATA[type], ...overrides },
  };
}

export function aSampleContext(overrides: Partial<RenderContext> = {}): RenderContext {
  return {
    language: 'en',
    timeZone: 'America/Los_Angeles',
    recipientName: 'Ana',
    brand: {
      name: 'Trailhead',
      postalAddress: '500 Howard Street, San Francisco, CA 94105, USA',
      supportContact: 'help@trailhead.example',
    },
    links: {
      unsubscribe: 'https://notify.trailhead.example/api/v2/notifications/unsubscribe/v1.k2.c2lnbmVk',
      preferences: 'https://notify.trailhead.example/preferences/v1.k2.c2lnbmVk',
    },
    ...overrides,
  };
}

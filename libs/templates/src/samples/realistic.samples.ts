import type { Language } from '#contracts';
import type { RenderContext } from '../content/render-context.js';
import type { SampleData } from './sample-data.js';

interface Purchase {
  readonly orderNumber: string;
  readonly currency: string;
  readonly total: string;
  readonly items: SampleData['order_confirmed']['items'];
  readonly method: string;
  readonly carrier: string;
  readonly trackingNumber: string;
  readonly trackingUrl: string;
  readonly deliveredAt: string;
}

const PURCHASES: Readonly<Record<Language, Purchase>> = {
  en: {
    orderNumber: 'A-10023',
    currency: 'USD',
    total: '1329.90',
    items: [
      { name: 'Ridgeline trail shoe, size 9', quantity: 1, unitPrice: '129.90' },
      { name: 'Alpine tent, 3 persons', quantity: 2, unitPrice: '600.00' },
    ],
    method: 'Visa •••• 4242',
    carrier: 'UPS',
    trackingNumber: '1Z999AA10123456784',
    trackingUrl: 'https://www.ups.com/track?loc=en_US&tracknum=1Z999AA10123456784',
    deliveredAt: '2026-11-25T22:05:00Z',
  },
  es: {
    orderNumber: 'A-10024',
    currency: 'EUR',
    total: '184.85',
    items: [
      { name: 'Zapatillas de montaña, talla 42', quantity: 1, unitPrice: '129.90' },
      { name: 'Calcetines de lana merina', quantity: 3, unitPrice: '14.99' },
      { name: 'Cantimplora de acero, 1 l', quantity: 1, unitPrice: '9.98' },
    ],
    method: 'Mastercard •••• 1881',
    carrier: 'Correos Express',
    trackingNumber: '3230004512345678',
    trackingUrl: 'https://s.correosexpress.com/c?n=3230004512345678',
    deliveredAt: '2026-11-25T12:05:00Z',
  },
  fr: {
    orderNumber: 'A-10025',
    currency: 'EUR',
    total: '89.00',
    items: [{ name: 'Sac à dos de randonnée, 35 l', quantity: 1, unitPrice: '89.00' }],
    method: 'Carte Bleue •••• 7788',
    carrier: 'Colissimo',
    trackingNumber: '6A12345678901',
    trackingUrl: 'https://www.laposte.fr/outils/suivre-vos-envois?code=6A12345678901',
    deliveredAt: '2026-11-25T13:05:00Z',
  },
};

export const REALISTIC_READERS = {
  en: { recipientName: 'Maya', timeZone: 'America/Los_Angeles' },
  es: { recipientName: 'Lucía Fernández', timeZone: 'Europe/Madrid' },
  fr: { recipientName: 'Élodie Lefèvre', timeZone: 'Europe/Paris' },
} as const satisfies Record<Language, Partial<RenderContext>>;

export const REALISTIC_DATA: Readonly<Record<Language, SampleData>> = {
  en: dataOf(PURCHASES.en),
  es: dataOf(PURCHASES.es),
  fr: dataOf(PURCHASES.fr),
};

function dataOf({ currency, total, items, method, deliveredAt, ...purchase }: Purchase): SampleData {
  const { orderNumber, carrier, trackingNumber, trackingUrl } = purchase;
  const order = { orderId: '9f1c-4d20', orderNumber, userId: '0b7e-77aa' };
  const parcel = { id: 's-1', packageNumber: 1, packageCount: 2, carrier, trackingNumber, trackingUrl };
  const shipment = { ...parcel, estimatedDelivery: '2026-11-25' };
  const refund = { id: 'r-1', amount: items[0]?.unitPrice ?? total, reason: 'damaged', expectedBy: '2026-12-01' };
  return {
    order_confirmed: { ...order, currency, total, items },
    payment_processed: { ...order, currency, payment: { amount: total, method } },
    order_shipped: { ...order, shipment },
    out_for_delivery: { ...order, shipment },
    delivered: { ...order, shipment: { ...shipment, deliveredAt } },
    delivery_failed: { ...order, shipment, failure: { reason: 'nobody home', nextAttempt: '2026-11-26' } },
    refund_initiated: { ...order, currency, refund },
    refund_completed: { ...order, currency, refund },
  };
}

import type { SampleData } from './sample-data.js';

const ORDER = {
  orderId: '9f1c-4d20',
  orderNumber: 'WEB-2026-0000000000000001234567-INTERNATIONAL-MARKETPLACE-000042',
  userId: '0b7e-77aa',
  currency: 'MXN',
} as const;

const SHIPMENT = {
  id: 's-11',
  packageNumber: 1011,
  packageCount: 1200,
  carrier: 'Sociedad Estatal Correos y Telégrafos & Hermanos “Express” Internacional, S.A., S.M.E. <i>24h</i>',
  trackingNumber: 'TRK-00340434292135100186-00340434292135100187-00340434292135100188-00340434292135100189',
  trackingUrl: `https://www.ups.com/track?loc=ar_EG&note=%D8%B4%D8%AD%D9%86&tracknum=1Z999AA10123456784&trace=${'0123456789abcdef'.repeat(16)}`,
  estimatedDelivery: '2026-09-30',
  deliveredAt: '2026-09-30T23:59:59.999-11:00',
} as const;

const REFUND = {
  id: 'r-1',
  amount: '999999999999.9999',
  reason:
    'The parcel was damaged in transit 😢, the customer kept <b>one</b> of the two “tents” & sent the other one back; see case #4242/2026 — Δοκιμή, проверка, בדיקה',
  expectedBy: '2026-09-30',
} as const;

const NAMES = [
  'Sehr wasserdichte Dreijahreszeitendoppelbeschichtungszeltunterlagenverlängerungstasche',
  'Zapatillas <b>“Montaña & Café”</b> 🥾🏔️ talla 42½',
  'حذاء للمشي لمسافات طويلة في الجبال',
  '登山用ハイキングシューズ（防水）',
  "L'incontournable sac à dos d’été « Œuvre » 65 l",
] as const;

export const EXTREME_DATA: SampleData = {
  order_confirmed: {
    ...ORDER,
    total: '999999999999.9999',
    items: Array.from({ length: 40 }, (_, index) => ({
      name: `${NAMES[index % NAMES.length] ?? ''} ${String(index + 1)}`,
      quantity: index === 0 ? 1_000_000 : index + 1,
      unitPrice: index === 0 ? '123456789.0123' : '19.9',
    })),
  },
  payment_processed: {
    ...ORDER,
    payment: { amount: '999999999999.9999', method: 'Mastercard World Elite Débito “Oro” •••• 4242 <Nómina> 💳' },
  },
  order_shipped: { ...ORDER, shipment: { ...SHIPMENT } },
  out_for_delivery: { ...ORDER, shipment: { ...SHIPMENT } },
  delivered: { ...ORDER, shipment: { ...SHIPMENT } },
  delivery_failed: {
    ...ORDER,
    shipment: { ...SHIPMENT },
    failure: {
      reason:
        'The driver rang <b>twice</b> 🔔, found nobody at home, and no neighbour (3rd & 4th floor) would take the “parcel”; card left in the letter box of the concierge',
      nextAttempt: '2026-09-30',
    },
  },
  refund_initiated: { ...ORDER, refund: { ...REFUND } },
  refund_completed: { ...ORDER, refund: { ...REFUND } },
};

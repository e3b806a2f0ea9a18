import { randomUUID } from 'node:crypto';
import { type NotificationType, ORDER_DATA_SCHEMAS, type OrderData, type OrderEvent } from '#contracts';

type Overrides<T extends NotificationType> = Partial<Omit<OrderEvent<T>, 'type' | 'data'>> & {
  data?: Partial<OrderData<T>>;
};

/** A valid event of this type; a test overrides only what it is about. */
export function anOrderEvent<T extends NotificationType>(type: T, overrides: Overrides<T> = {}): OrderEvent<T> {
  const { data, ...attributes } = overrides;
  return {
    id: randomUUID(),
    source: '/shop/orders',
    type,
    time: new Date(),
    ...attributes,
    data: ORDER_DATA_SCHEMAS[type].parse({ ...ANY_ORDER(), ...data }) as OrderData<T>,
  };
}

const ANY_ORDER = () => ({
  orderId: `order-${randomUUID()}`,
  orderNumber: 'A-10023',
  userId: `customer-${randomUUID()}`,
  currency: 'USD',
  total: '129.90',
  items: [{ name: 'Trail shoe', quantity: 1, unitPrice: '129.90' }],
  recipient: {
    email: `ana.${randomUUID().slice(0, 8)}@example.com`,
    phone: aPhoneNumber(),
    name: 'Ana',
    language: 'en',
    timeZone: 'America/Los_Angeles',
  },
  shipment: {
    id: 's-1',
    packageNumber: 1,
    packageCount: 2,
    carrier: 'UPS',
    trackingNumber: '1Z999AA10123456784',
    trackingUrl: 'https://track.example.com/1Z999AA10123456784',
    estimatedDelivery: '2026-11-25',
    deliveredAt: '2026-11-25T14:05:00Z',
  },
  payment: { amount: '129.90', method: 'Visa •••• 4242' },
  refund: { id: 'r-1', amount: '129.90', reason: 'damaged', expectedBy: '2026-12-01' },
  failure: { reason: 'nobody home', nextAttempt: '2026-11-26' },
});

let phones = 0;

/** Numbers differ within a run, so that one test's faults never reach another's customer. */
function aPhoneNumber(): string {
  phones = (phones + 1) % 10_000;
  return `+1415555${String(phones).padStart(4, '0')}`;
}

/** Implements F2. What mail clients may know of an email, in the words of schema.org: they list orders and follow parcels with it. */
import type { NotificationType, OrderData, OrderEvent } from '#contracts';
import type { FieldReader } from '../content/field-reader.js';
import { SafeHtml } from './html.js';

/** No client lists more, and each item stands in the email once already. */
const MAX_OFFERS = 10;

interface Teller {
  readonly read: FieldReader;
  readonly brandName: string;
}

/** A JSON object; what is undefined in it is left out. */
type Thing = Readonly<Record<string, unknown>>;

type OrderStatus = 'OrderProcessing' | 'OrderInTransit' | 'OrderDelivered' | 'OrderProblem';

const THINGS: { readonly [T in NotificationType]: (data: OrderData<T>, teller: Teller) => Thing } = {
  order_confirmed: (data, teller) => ({
    ...order(data, teller, 'OrderProcessing'),
    price: data.total,
    priceCurrency: data.currency,
    acceptedOffer: data.items.slice(0, MAX_OFFERS).map((item) => offer(item, data.currency, teller)),
  }),
  payment_processed: (data, teller) => ({
    ...order(data, teller, 'OrderProcessing'),
    partOfInvoice: {
      '@type': 'Invoice',
      paymentStatus: 'https://schema.org/PaymentComplete',
      totalPaymentDue: { '@type': 'PriceSpecification', price: data.payment.amount, priceCurrency: data.currency },
    },
  }),
  order_shipped: (data, teller) => parcel(data, teller, 'OrderInTransit'),
  out_for_delivery: (data, teller) => parcel(data, teller, 'OrderInTransit'),
  delivered: (data, teller) => parcel(data, teller, isWhole(data.shipment) ? 'OrderDelivered' : 'OrderInTransit'),
  delivery_failed: (data, teller) => parcel(data, teller, 'OrderProblem'),
  refund_initiated: (data, teller) => order(data, teller),
  refund_completed: (data, teller) => order(data, teller),
};

/** @returns JSON-LD for a `script` element: no data can end it */
export function structuredData<T extends NotificationType>(event: OrderEvent<T>, teller: Teller): SafeHtml {
  const thing = { '@context': 'https://schema.org', ...THINGS[event.type](event.data, teller) };
  return new SafeHtml(JSON.stringify(thing).replace(/[<>&\u2028\u2029]/g, escapeSequence));
}

function escapeSequence(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function order({ orderNumber }: OrderData, { read, brandName }: Teller, status?: OrderStatus): Thing {
  return {
    '@type': 'Order',
    merchant: { '@type': 'Organization', name: brandName },
    orderNumber: read.text(orderNumber, 'orderNumber'),
    orderStatus: status && `https://schema.org/${status}`,
  };
}

function offer(item: OrderData<'order_confirmed'>['items'][number], priceCurrency: string, { read }: Teller): Thing {
  return {
    '@type': 'Offer',
    itemOffered: { '@type': 'Product', name: read.itemName(item.name, 'items.name') },
    price: item.unitPrice,
    priceCurrency,
    eligibleQuantity: { '@type': 'QuantitativeValue', value: item.quantity },
  };
}

type Shipment = OrderData<'delivered'>['shipment'];

function parcel(data: OrderData, teller: Teller, status: OrderStatus): Thing {
  const { read } = teller;
  const carrier = read.optionalText(data.shipment?.carrier);
  return {
    '@type': 'ParcelDelivery',
    partOfOrder: order(data, teller, status),
    carrier: carrier === null ? undefined : { '@type': 'Organization', name: carrier },
    trackingNumber: read.optionalText(data.shipment?.trackingNumber) ?? undefined,
    trackingUrl: read.optionalLink(data.shipment?.trackingUrl, 'shipment.trackingUrl') ?? undefined,
    expectedArrivalUntil: data.failure?.nextAttempt ?? data.shipment?.estimatedDelivery,
  };
}

/** Whether the parcel is all that was ordered. */
function isWhole({ packageCount = 1 }: Shipment): boolean {
  return packageCount === 1;
}

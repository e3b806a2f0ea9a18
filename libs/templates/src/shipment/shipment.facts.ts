import type { Language, OrderData } from '#contracts';
import type { FieldReader } from '../content/field-reader.js';
import { type Detail, detail } from '../content/message-template.js';
import type { Labels } from '../content/labels.js';

/** Package n of m; null for an order that travels in one piece. */
export interface PackagePosition {
  readonly number: string;
  readonly count: string;
}

/** What is known of the parcel. Only an order_shipped event promises carrier and tracking number. */
export interface ShipmentFacts {
  readonly orderNumber: string;
  readonly carrier: string | null;
  readonly trackingNumber: string | null;
  readonly trackingUrl: string | null;
  readonly position: PackagePosition | null;
  readonly estimatedDelivery: string | null;
}

type Shipment = OrderData<'delivered'>['shipment'];

export function readShipment(
  read: FieldReader,
  data: { readonly orderNumber: string; readonly shipment?: Shipment | undefined },
): ShipmentFacts {
  const { shipment } = data;
  return {
    orderNumber: read.text(data.orderNumber, 'orderNumber'),
    carrier: read.optionalPhrase(shipment?.carrier),
    trackingNumber: read.optionalText(shipment?.trackingNumber),
    trackingUrl: read.optionalLink(shipment?.trackingUrl, 'shipment.trackingUrl'),
    position: readPosition(read, shipment),
    estimatedDelivery: read.optionalDate(shipment?.estimatedDelivery, 'shipment.estimatedDelivery'),
  };
}

/** A number without a count, or beyond it, would confuse more than it tells. */
function readPosition(read: FieldReader, shipment: Shipment | undefined): PackagePosition | null {
  const { packageNumber: number, packageCount: count } = shipment ?? {};
  if (number === undefined || count === undefined || count === 1 || number > count) return null;
  return {
    number: read.number(number, 'shipment.packageNumber'),
    count: read.number(count, 'shipment.packageCount'),
  };
}

export function shipmentDetails(facts: ShipmentFacts, labels: Labels): (Detail | null)[] {
  const { position } = facts;
  return [
    detail(labels.order, facts.orderNumber),
    detail(labels.package, position && labels.packagePosition(position.number, position.count)),
    detail(labels.carrier, facts.carrier),
    detail(labels.trackingNumber, facts.trackingNumber),
  ];
}

/** The parcel as the subject of a sentence. */
const PARCEL = {
  en: (order, position) =>
    position ? `Package ${position.number} of ${position.count} of your order ${order}` : `Your order ${order}`,
  es: (order, position) =>
    position ? `El paquete ${position.number} de ${position.count} de su pedido ${order}` : `Su pedido ${order}`,
  fr: (order, position) =>
    position
      ? `Le colis ${position.number} sur ${position.count} de votre commande ${order}`
      : `Le colis de votre commande ${order}`,
} as const satisfies Record<Language, (order: string, position: PackagePosition | null) => string>;

/** @returns for example `Package 1 of 2 of your order A-10023`; masculine in es and fr */
export function parcel(language: Language, facts: ShipmentFacts): string {
  return PARCEL[language](facts.orderNumber, facts.position);
}

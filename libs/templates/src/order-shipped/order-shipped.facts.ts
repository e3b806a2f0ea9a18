import type { OrderEvent } from '#contracts';
import type { FieldReader } from '../content/field-reader.js';
import { type ShipmentFacts, readShipment } from '../shipment/shipment.facts.js';

export interface OrderShippedFacts extends ShipmentFacts {
  readonly carrier: string;
  readonly trackingNumber: string;
}

/** @returns the link alone where it says the number itself: an SMS pays for every character */
export function trackingLink({ trackingNumber, trackingUrl }: OrderShippedFacts, number: string): string {
  if (trackingUrl === null) return number;
  return trackingUrl.includes(trackingNumber) ? trackingUrl : `${number} ${trackingUrl}`;
}

export function readOrderShipped({ data }: OrderEvent<'order_shipped'>, read: FieldReader): OrderShippedFacts {
  const shipment = read.present(data.shipment, 'shipment');
  return {
    ...readShipment(read, data),
    carrier: read.phrase(shipment.carrier, 'shipment.carrier'),
    trackingNumber: read.text(shipment.trackingNumber, 'shipment.trackingNumber'),
  };
}

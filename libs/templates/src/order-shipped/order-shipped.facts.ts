import type { OrderEvent } from '#contracts';
import type { FieldReader } from '../content/field-reader.js';
import { type ShipmentFacts, readShipment } from '../shipment/shipment.facts.js';

export interface OrderShippedFacts extends ShipmentFacts {
  readonly carrier: string;
  readonly trackingNumber: string;
}

export function readOrderShipped({ data }: OrderEvent<'order_shipped'>, read: FieldReader): OrderShippedFacts {
  const shipment = read.present(data.shipment, 'shipment');
  return {
    ...readShipment(read, data),
    carrier: read.phrase(shipment.carrier, 'shipment.carrier'),
    trackingNumber: read.text(shipment.trackingNumber, 'shipment.trackingNumber'),
  };
}

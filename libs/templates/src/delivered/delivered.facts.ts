import type { OrderEvent } from '#contracts';
import type { FieldReader } from '../content/field-reader.js';
import type { LocalMoment } from '../content/locale-format.js';
import { type ShipmentFacts, readShipment } from '../shipment/shipment.facts.js';

export interface DeliveredFacts extends ShipmentFacts {
  readonly delivered: LocalMoment;
}

/** Without `deliveredAt`, the event's own time says when: in CloudEvents it is when the occurrence happened. */
export function readDelivered({ data, time }: OrderEvent<'delivered'>, read: FieldReader): DeliveredFacts {
  const { deliveredAt } = read.present(data.shipment, 'shipment');
  const at = deliveredAt === undefined ? time : new Date(deliveredAt);
  return { ...readShipment(read, data), delivered: read.moment(at, 'shipment.deliveredAt') };
}

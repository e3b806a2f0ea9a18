/** Implements F2. */
import { defineTemplate } from '../content/message-template.js';
import { type ShipmentFacts, readShipment, shipmentDetails } from '../shipment/shipment.facts.js';
import { outForDeliveryEn } from './out-for-delivery.en.js';
import { outForDeliveryEs } from './out-for-delivery.es.js';
import { outForDeliveryFr } from './out-for-delivery.fr.js';

/** “Today” is never said: a message may wait for the end of quiet hours. */
export const outForDelivery = defineTemplate<'out_for_delivery', ShipmentFacts>({
  facts: ({ data }, read) => {
    read.present(data.shipment, 'shipment');
    return readShipment(read, data);
  },
  details: shipmentDetails,
  link: (facts) => facts.trackingUrl,
  wording: { en: outForDeliveryEn, es: outForDeliveryEs, fr: outForDeliveryFr },
});

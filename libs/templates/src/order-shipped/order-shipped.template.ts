/** Implements F2. */
import { defineTemplate, detail } from '../content/message-template.js';
import { shipmentDetails } from '../shipment/shipment.facts.js';
import { orderShippedEn } from './order-shipped.en.js';
import { orderShippedEs } from './order-shipped.es.js';
import { type OrderShippedFacts, readOrderShipped } from './order-shipped.facts.js';
import { orderShippedFr } from './order-shipped.fr.js';

export const orderShipped = defineTemplate<'order_shipped', OrderShippedFacts>({
  facts: readOrderShipped,
  details: (facts, labels) => [
    ...shipmentDetails(facts, labels),
    detail(labels.estimatedDelivery, facts.estimatedDelivery),
  ],
  link: (facts) => facts.trackingUrl,
  wording: { en: orderShippedEn, es: orderShippedEs, fr: orderShippedFr },
});

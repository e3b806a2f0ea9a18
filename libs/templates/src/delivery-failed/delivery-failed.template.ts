/** Implements F2. */
import { defineTemplate, detail } from '../content/message-template.js';
import { shipmentDetails } from '../shipment/shipment.facts.js';
import { deliveryFailedEn } from './delivery-failed.en.js';
import { deliveryFailedEs } from './delivery-failed.es.js';
import { type DeliveryFailedFacts, readDeliveryFailed } from './delivery-failed.facts.js';
import { deliveryFailedFr } from './delivery-failed.fr.js';

export const deliveryFailed = defineTemplate<'delivery_failed', DeliveryFailedFacts>({
  facts: readDeliveryFailed,
  details: (facts, labels) => [
    ...shipmentDetails(facts, labels),
    detail(labels.reason, facts.reason),
    detail(labels.nextAttempt, facts.nextAttempt),
  ],
  link: (facts) => facts.trackingUrl,
  wording: { en: deliveryFailedEn, es: deliveryFailedEs, fr: deliveryFailedFr },
});

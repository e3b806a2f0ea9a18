/** Implements F2. */
import { defineTemplate, detail } from '../content/message-template.js';
import { shipmentDetails } from '../shipment/shipment.facts.js';
import { deliveredEn } from './delivered.en.js';
import { deliveredEs } from './delivered.es.js';
import { type DeliveredFacts, readDelivered } from './delivered.facts.js';
import { deliveredFr } from './delivered.fr.js';

export const delivered = defineTemplate<'delivered', DeliveredFacts>({
  facts: readDelivered,
  details: (facts, labels) => [
    ...shipmentDetails(facts, labels),
    detail(labels.deliveredAt, `${facts.delivered.date}, ${facts.delivered.time}`),
  ],
  link: (facts) => facts.trackingUrl,
  wording: { en: deliveredEn, es: deliveredEs, fr: deliveredFr },
});

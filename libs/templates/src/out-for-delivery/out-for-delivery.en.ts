import { type Wording, sentences } from '../content/wording.js';
import { type ShipmentFacts, parcel } from '../shipment/shipment.facts.js';

const announcement = (facts: ShipmentFacts) =>
  `${parcel('en', facts)} is out for delivery${facts.carrier === null ? '' : ` with ${facts.carrier}`}`;

export const outForDeliveryEn: Wording<ShipmentFacts> = {
  email: (facts) => ({
    subject: `${parcel('en', facts)} is out for delivery`,
    preheader: 'Almost there! Please make sure someone can receive it.',
    heading: 'Out for delivery',
    paragraphs: [
      `Almost there! ${announcement(facts)} and will be with you very soon.`,
      'Please make sure someone can receive it.',
    ],
    button: 'Track your package',
  }),
  sms: (facts) => {
    const message = `${announcement(facts)} and will be with you very soon.`;
    return [sentences(message, facts.trackingUrl), message];
  },
  inApp: (facts) => ({
    title: 'Out for delivery',
    body: `${announcement(facts)} and will be with you very soon.`,
  }),
};

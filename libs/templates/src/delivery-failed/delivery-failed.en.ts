import { type Wording, sentences } from '../content/wording.js';
import { parcel } from '../shipment/shipment.facts.js';
import type { DeliveryFailedFacts } from './delivery-failed.facts.js';

const announcement = (facts: DeliveryFailedFacts) => `${parcel('en', facts)} could not be delivered (${facts.reason}).`;

const whatNext = ({ nextAttempt, supportContact }: DeliveryFailedFacts) =>
  nextAttempt
    ? `Next attempt: ${nextAttempt}. Please make sure someone can receive it.`
    : `Please contact us (${supportContact}) to arrange a new delivery.`;

export const deliveryFailedEn: Wording<DeliveryFailedFacts> = {
  email: (facts) => ({
    subject: `${parcel('en', facts)} could not be delivered`,
    preheader: whatNext(facts),
    heading: 'We couldn’t deliver your package',
    paragraphs: [
      sentences('We’re sorry.', announcement(facts)),
      facts.nextAttempt
        ? `We’ll try again on ${facts.nextAttempt}. Please make sure someone is there to receive it. If that day doesn’t suit you, let us know.`
        : `No new attempt is planned yet. Please contact us (${facts.supportContact}) and we’ll arrange a new delivery together.`,
    ],
    button: 'Track your package',
  }),
  sms: (facts) => {
    const message = sentences(announcement(facts), whatNext(facts));
    return [sentences(message, facts.trackingUrl), message];
  },
  inApp: (facts) => ({ title: 'Delivery failed', body: sentences(announcement(facts), whatNext(facts)) }),
};

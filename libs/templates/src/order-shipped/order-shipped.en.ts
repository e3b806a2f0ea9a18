import { type Wording, fullStop, sentences } from '../content/wording.js';
import { parcel } from '../shipment/shipment.facts.js';
import { type OrderShippedFacts, trackingLink } from './order-shipped.facts.js';

const announcement = (facts: OrderShippedFacts) =>
  fullStop(`${parcel('en', facts)} is on its way with ${facts.carrier}`);

const number = (facts: OrderShippedFacts) => fullStop(`Tracking number: ${facts.trackingNumber}`);

const expected = ({ estimatedDelivery }: OrderShippedFacts) => estimatedDelivery && `Expected on ${estimatedDelivery}.`;

export const orderShippedEn: Wording<OrderShippedFacts> = {
  email: (facts) => ({
    subject: `${parcel('en', facts)} is on its way`,
    preheader: sentences(expected(facts), fullStop(`Track it with ${facts.carrier}: ${facts.trackingNumber}`)),
    heading: facts.position ? 'Your package is on its way' : 'Your order is on its way',
    paragraphs: [
      sentences(
        `Good news! ${parcel('en', facts)} has been handed to ${facts.carrier} and is on its way to you.`,
        facts.estimatedDelivery && `It should arrive on ${facts.estimatedDelivery}.`,
      ),
      ...(facts.position ? ['Each package travels on its own, so we’ll tell you about every one of them.'] : []),
    ],
    button: 'Track your package',
  }),
  sms: (facts) => [
    sentences(announcement(facts), expected(facts), trackingLink(facts, number(facts))),
    sentences(announcement(facts), trackingLink(facts, number(facts))),
    sentences(announcement(facts), number(facts)),
  ],
  inApp: (facts) => ({ title: 'On its way', body: sentences(announcement(facts), number(facts), expected(facts)) }),
};

import type { Wording } from '../content/wording.js';
import { parcel } from '../shipment/shipment.facts.js';
import type { DeliveredFacts } from './delivered.facts.js';

const announcement = (facts: DeliveredFacts) =>
  `${parcel('en', facts)} was delivered on ${facts.delivered.date} at ${facts.delivered.time}.`;

export const deliveredEn: Wording<DeliveredFacts> = {
  email: (facts) => ({
    subject: `${parcel('en', facts)} has been delivered`,
    preheader: `Delivered on ${facts.delivered.date} at ${facts.delivered.time}. We hope you love it.`,
    heading: 'It’s here!',
    paragraphs: [
      announcement(facts),
      'We hope you love it. If you can’t find it or anything is wrong, let us know and we’ll sort it out.',
    ],
    button: 'See delivery details',
  }),
  sms: (facts) => [`${announcement(facts)} Enjoy!`],
  inApp: (facts) => ({ title: 'Delivered', body: `${announcement(facts)} Enjoy!` }),
};

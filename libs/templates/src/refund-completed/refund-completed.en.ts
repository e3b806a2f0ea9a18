import { type Wording, fullStop, sentences } from '../content/wording.js';
import { type RefundFacts, because } from '../refund/refund.facts.js';

const announcement = (facts: RefundFacts) =>
  fullStop(`We’ve refunded ${facts.amount} for your order ${facts.orderNumber}${because(facts.reason)}`);

const expected = ({ expectedBy }: RefundFacts) => expectedBy && `It should show in your account by ${expectedBy}.`;

export const refundCompletedEn: Wording<RefundFacts> = {
  email: (facts) => ({
    subject: `Your refund for order ${facts.orderNumber} is complete`,
    preheader: sentences(fullStop(`We’ve refunded ${facts.amount}`), expected(facts)),
    heading: 'Your refund is complete',
    paragraphs: [
      announcement(facts),
      expected(facts) ?? 'Depending on your bank, it may take a few days to show in your account.',
    ],
  }),
  sms: (facts) => [sentences(announcement(facts), expected(facts))],
  inApp: (facts) => ({
    title: 'Refund complete',
    body: sentences(announcement(facts), expected(facts)),
  }),
};

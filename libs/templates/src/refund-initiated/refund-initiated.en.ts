import { type Wording, fullStop, sentences } from '../content/wording.js';
import { type RefundFacts, because } from '../refund/refund.facts.js';

const announcement = (facts: RefundFacts) =>
  fullStop(`We’ve started your refund of ${facts.amount} for order ${facts.orderNumber}${because(facts.reason)}`);

const expected = ({ expectedBy }: RefundFacts) => expectedBy && `Expect it by ${expectedBy}.`;

export const refundInitiatedEn: Wording<RefundFacts> = {
  email: (facts) => ({
    subject: `Your refund for order ${facts.orderNumber} is on its way`,
    preheader: sentences(fullStop(`We’ve started your refund of ${facts.amount}`), expected(facts)),
    heading: 'Your refund is on its way',
    paragraphs: [
      announcement(facts),
      facts.expectedBy
        ? `You should have it by ${facts.expectedBy}. There’s nothing else you need to do.`
        : 'It usually takes a few business days. There’s nothing else you need to do.',
    ],
  }),
  sms: (facts) => [sentences(announcement(facts), expected(facts))],
  inApp: (facts) => ({
    title: 'Refund on its way',
    body: sentences(announcement(facts), expected(facts)),
  }),
};

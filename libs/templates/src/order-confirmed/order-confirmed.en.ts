import { formatCount } from '../content/locale-format.js';
import type { Wording } from '../content/wording.js';
import type { OrderConfirmedFacts } from './order-confirmed.facts.js';

const items = (count: number) => formatCount('en', count, { one: 'item', other: 'items' });

export const orderConfirmedEn: Wording<OrderConfirmedFacts> = {
  email: ({ orderNumber, itemCount, total }) => ({
    subject: `Thank you! Your order ${orderNumber} is confirmed`,
    preheader: `${items(itemCount)}, ${total} in total. We’ll let you know as soon as it ships.`,
    heading: 'Thank you for your order',
    paragraphs: [
      `We’ve received your order ${orderNumber} and are getting it ready for you.`,
      'You’ll hear from us again as soon as it’s on its way. Here is what you ordered:',
    ],
  }),
  sms: ({ orderNumber, itemCount, total }) => [
    `Thank you! Your order ${orderNumber} is confirmed: ${items(itemCount)}, ${total} in total.`,
  ],
  inApp: ({ orderNumber, itemCount, total }) => ({
    title: 'Order confirmed',
    body: `Thank you! We’re getting your order ${orderNumber} ready: ${items(itemCount)}, ${total} in total.`,
  }),
};

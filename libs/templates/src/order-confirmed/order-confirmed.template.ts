/** Implements F2. */
import { defineTemplate, detail } from '../content/message-template.js';
import { orderConfirmedEn } from './order-confirmed.en.js';
import { orderConfirmedEs } from './order-confirmed.es.js';
import { type OrderConfirmedFacts, readOrderConfirmed } from './order-confirmed.facts.js';
import { orderConfirmedFr } from './order-confirmed.fr.js';

export const orderConfirmed = defineTemplate<'order_confirmed', OrderConfirmedFacts>({
  facts: (event, read) => readOrderConfirmed(read, event.data),
  details: (facts, labels) => [detail(labels.order, facts.orderNumber)],
  itemList: ({ items, hiddenCount, total }, labels) => ({
    items,
    more: hiddenCount > 0 ? labels.moreItems(hiddenCount) : null,
    total,
  }),
  wording: { en: orderConfirmedEn, es: orderConfirmedEs, fr: orderConfirmedFr },
});

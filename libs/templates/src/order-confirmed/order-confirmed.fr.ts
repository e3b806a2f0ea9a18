import { formatCount } from '../content/locale-format.js';
import type { Wording } from '../content/wording.js';
import type { OrderConfirmedFacts } from './order-confirmed.facts.js';

const items = (count: number) => formatCount('fr', count, { one: 'article', many: 'd’articles', other: 'articles' });

export const orderConfirmedFr: Wording<OrderConfirmedFacts> = {
  email: ({ orderNumber, itemCount, total }) => ({
    subject: `Merci ! Votre commande ${orderNumber} est confirmée`,
    preheader: `${items(itemCount)}, ${total} au total. Nous vous préviendrons dès son expédition.`,
    heading: 'Merci pour votre commande',
    paragraphs: [
      `Nous avons bien reçu votre commande ${orderNumber} et la préparons avec soin.`,
      'Nous vous écrirons de nouveau dès qu’elle sera en route. Voici le récapitulatif de votre commande :',
    ],
  }),
  sms: ({ orderNumber, itemCount, total }) => [
    `Merci ! Votre commande ${orderNumber} est confirmée : ${items(itemCount)}, ${total} au total.`,
  ],
  inApp: ({ orderNumber, itemCount, total }) => ({
    title: 'Commande confirmée',
    body: `Merci ! Nous préparons votre commande ${orderNumber} : ${items(itemCount)}, ${total} au total.`,
  }),
};

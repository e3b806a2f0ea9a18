import type { KnownReasons } from '../content/known-reasons.js';

export const REFUND_REASONS: KnownReasons = [
  {
    written: ['damaged', 'item damaged', 'damaged item', 'arrived damaged', 'damaged in transit'],
    en: 'damaged item',
    es: 'producto dañado',
    fr: 'article endommagé',
  },
  {
    written: ['defective', 'faulty', 'item defective', 'defective item'],
    en: 'faulty item',
    es: 'producto defectuoso',
    fr: 'article défectueux',
  },
  {
    written: ['returned', 'return', 'item returned', 'customer return'],
    en: 'item returned',
    es: 'producto devuelto',
    fr: 'article retourné',
  },
  {
    written: ['cancelled', 'canceled', 'order cancelled', 'order canceled'],
    en: 'order cancelled',
    es: 'pedido cancelado',
    fr: 'commande annulée',
  },
  {
    written: ['lost', 'package lost', 'lost in transit'],
    en: 'package lost',
    es: 'paquete extraviado',
    fr: 'colis perdu',
  },
  {
    written: ['wrong item', 'wrong product', 'wrong item sent'],
    en: 'wrong item',
    es: 'producto equivocado',
    fr: 'erreur d’article',
  },
  { written: ['wrong size'], en: 'wrong size', es: 'talla equivocada', fr: 'mauvaise taille' },
  {
    written: ['not as described'],
    en: 'not as described',
    es: 'no es como se describe',
    fr: 'article non conforme à la description',
  },
  {
    written: ['ordered twice', 'duplicate order'],
    en: 'ordered twice',
    es: 'pedido duplicado',
    fr: 'commande en double',
  },
  { written: ['out of stock'], en: 'out of stock', es: 'producto agotado', fr: 'article épuisé' },
];

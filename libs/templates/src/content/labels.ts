import type { Language } from '#contracts';
import { formatCount } from './locale-format.js';

/** What stands beside a value in an email's details. */
export interface Labels {
  readonly order: string;
  readonly item: string;
  readonly quantity: string;
  readonly unitPrice: string;
  /** For items left out of a long list. */
  readonly moreItems: (count: number) => string;
  readonly total: string;
  readonly amount: string;
  readonly paymentMethod: string;
  readonly carrier: string;
  readonly trackingNumber: string;
  readonly package: string;
  readonly packagePosition: (number: string, count: string) => string;
  readonly estimatedDelivery: string;
  readonly deliveredAt: string;
  readonly reason: string;
  readonly nextAttempt: string;
  readonly expectedBy: string;
}

export const LABELS = {
  en: {
    order: 'Order',
    item: 'Item',
    quantity: 'Qty',
    unitPrice: 'Unit price',
    moreItems: (count) => formatCount('en', count, { one: 'more item', other: 'more items' }),
    total: 'Total',
    amount: 'Amount',
    paymentMethod: 'Payment method',
    carrier: 'Carrier',
    trackingNumber: 'Tracking number',
    package: 'Package',
    packagePosition: (number, count) => `${number} of ${count}`,
    estimatedDelivery: 'Estimated delivery',
    deliveredAt: 'Delivered',
    reason: 'Reason',
    nextAttempt: 'Next attempt',
    expectedBy: 'Expected by',
  },
  es: {
    order: 'Pedido',
    item: 'Producto',
    quantity: 'Cant.',
    unitPrice: 'Precio unitario',
    moreItems: (count) => formatCount('es', count, { one: 'producto más', other: 'productos más' }),
    total: 'Total',
    amount: 'Importe',
    paymentMethod: 'Forma de pago',
    carrier: 'Transportista',
    trackingNumber: 'N.º de seguimiento',
    package: 'Paquete',
    packagePosition: (number, count) => `${number} de ${count}`,
    estimatedDelivery: 'Entrega prevista',
    deliveredAt: 'Entregado',
    reason: 'Motivo',
    nextAttempt: 'Próximo intento',
    expectedBy: 'A más tardar',
  },
  fr: {
    order: 'Commande',
    item: 'Article',
    quantity: 'Qté',
    unitPrice: 'Prix unitaire',
    moreItems: (count) => formatCount('fr', count, { one: 'autre article', other: 'autres articles' }),
    total: 'Total',
    amount: 'Montant',
    paymentMethod: 'Moyen de paiement',
    carrier: 'Transporteur',
    trackingNumber: 'Numéro de suivi',
    package: 'Colis',
    packagePosition: (number, count) => `${number} sur ${count}`,
    estimatedDelivery: 'Livraison prévue',
    deliveredAt: 'Livré',
    reason: 'Motif',
    nextAttempt: 'Prochain passage',
    expectedBy: 'Au plus tard',
  },
} as const satisfies Record<Language, Labels>;

import type { OrderData } from '#contracts';

/** 0 ≤ x < 1 */
export type Random = () => number;

/** What somebody bought, and how it is paid and sent. */
export interface Purchase {
  readonly items: NonNullable<OrderData['items']>;
  /** Decimal string, without currency. */
  readonly total: string;
  readonly paymentMethod: string;
  readonly carrier: Carrier;
  readonly refundReason: string;
  readonly failureReason: string;
}

interface Carrier {
  readonly name: string;
  /** `#` stands for a digit. */
  readonly trackingNumber: string;
  /** The tracking number comes behind it. */
  readonly trackingPage: string;
}

/** Prices in cents. */
const GOODS = [
  { name: 'Trail shoe Ridge 2, 42', cents: 12_990 },
  { name: 'Merino base layer', cents: 6_450 },
  { name: 'Rain jacket "Fjord"', cents: 18_900 },
  { name: 'Camping stove', cents: 5_495 },
  { name: 'Head torch 400 lm', cents: 3_999 },
  { name: 'Wool socks (3 pairs)', cents: 2_250 },
  { name: 'Two-person tent', cents: 34_900 },
  { name: 'Map & compass set', cents: 2_780 },
  { name: 'Insulated bottle 0.75 l', cents: 2_990 },
  { name: 'Climbing rope 60 m', cents: 15_900 },
];

const CARRIERS: readonly Carrier[] = [
  { name: 'UPS', trackingNumber: '1Z999AA1########', trackingPage: 'https://www.ups.com/track?tracknum=' },
  { name: 'DHL', trackingNumber: 'JD0146000###########', trackingPage: 'https://www.dhl.com/track?tracking-id=' },
  { name: 'FedEx', trackingNumber: '7489########', trackingPage: 'https://www.fedex.com/fedextrack/?trknbr=' },
];

const PAYMENT_METHODS = ['Visa •••• 4242', 'Mastercard •••• 4444', 'PayPal', 'Apple Pay'];
const REFUND_REASONS = ['wrong size', 'arrived damaged', 'ordered twice', 'not as described'];
const FAILURE_REASONS = ['nobody home', 'address not found', 'road closed'];

export function aPurchase(random: Random): Purchase {
  const lines = Array.from({ length: 1 + Math.floor(random() * 3) }, () => ({
    goods: oneOf(GOODS, random),
    quantity: random() < 0.8 ? 1 : 2,
  }));
  const cents = lines.reduce((sum, { goods, quantity }) => sum + goods.cents * quantity, 0);
  return {
    items: lines.map(({ goods, quantity }) => ({ name: goods.name, quantity, unitPrice: amount(goods.cents) })),
    total: amount(cents),
    paymentMethod: oneOf(PAYMENT_METHODS, random),
    carrier: oneOf(CARRIERS, random),
    refundReason: oneOf(REFUND_REASONS, random),
    failureReason: oneOf(FAILURE_REASONS, random),
  };
}

export function aTrackingNumber({ trackingNumber }: Carrier, random: Random): string {
  return trackingNumber.replaceAll('#', () => String(Math.floor(random() * 10)));
}

function oneOf<T>(choices: readonly T[], random: Random): T {
  return choices[Math.floor(random() * choices.length)] as T;
}

const amount = (cents: number): string => (cents / 100).toFixed(2);

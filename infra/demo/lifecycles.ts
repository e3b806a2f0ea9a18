import type { NotificationType } from '#contracts';

/** One thing that happens to an order. */
export interface LifecycleStep {
  readonly type: NotificationType;
  /** Which parcel it is about, from 1; 0: the order as a whole. */
  readonly parcel: number;
}

interface Lifecycle {
  readonly parcels: number;
  readonly steps: readonly LifecycleStep[];
}

const order = (type: NotificationType): LifecycleStep => ({ type, parcel: 0 });
const parcel = (number: number, ...types: NotificationType[]): LifecycleStep[] =>
  types.map((type) => ({ type, parcel: number }));

const PAID = [order('order_confirmed'), order('payment_processed')];
const REFUNDED = [order('refund_initiated'), order('refund_completed')];

/** How orders go, in the order in which a customer's orders take turns. */
export const LIFECYCLES: readonly Lifecycle[] = [
  { parcels: 1, steps: [...PAID, ...parcel(1, 'order_shipped', 'out_for_delivery', 'delivered')] },
  {
    parcels: 2,
    steps: [
      ...PAID,
      ...parcel(1, 'order_shipped'),
      ...parcel(2, 'order_shipped'),
      ...parcel(1, 'out_for_delivery', 'delivered'),
      ...parcel(2, 'out_for_delivery', 'delivered'),
    ],
  },
  {
    parcels: 1,
    steps: [
      ...PAID,
      ...parcel(1, 'order_shipped', 'out_for_delivery', 'delivery_failed', 'out_for_delivery', 'delivered'),
    ],
  },
  { parcels: 1, steps: [...PAID, ...parcel(1, 'order_shipped', 'delivered'), ...REFUNDED] },
  { parcels: 1, steps: [...PAID, ...REFUNDED] },
];

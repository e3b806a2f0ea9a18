import type { Customer } from './customers.js';
import type { Profile } from './profile.js';
import { chaosDuration } from './profile.js';
import type { Random } from './random.js';

/** An order event to be published, and to be published again. */
export interface PlannedEvent {
  readonly id: string;
  /** Notification type, `order_shipped`. */
  readonly type: string;
  readonly orderId: string;
  readonly userId: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** Milliseconds after the load began: of the first time, and of each repetition. */
  readonly publishAt: readonly number[];
}

export const SOURCE = '/chaos';

const SHIPMENT_STORY = ['order_shipped', 'out_for_delivery', 'delivered'] as const;
const STORIES = {
  purchase: ['order_confirmed', 'payment_processed'],
  shipment: SHIPMENT_STORY,
  mishap: ['order_shipped', 'out_for_delivery', 'delivery_failed'],
  refund: ['refund_initiated', 'refund_completed'],
} as const;
type StoryName = keyof typeof STORIES;
type EventType = (typeof STORIES)[StoryName][number];

const SHARE = { purchase: 5, shipment: 3, mishap: 1, refund: 1 } as const satisfies Record<StoryName, number>;
/** Nothing of theirs is overtaken: what counts against the daily cap is plain to see. */
const BUSY_STORY = 'purchase' satisfies StoryName;
const BUSY_SHARE = 0.06;

const MEAN_STEP_MS = 2_500;
const DUPLICATED = 0.2;
const SHUFFLED = 0.1;

/** @returns events in the order of their first publication */
export function planLoad(profile: Profile, customers: readonly Customer[], random: Random): PlannedEvent[] {
  const busy = customers.filter(({ temper }) => temper === 'busy');
  const ordinary = customers.filter(({ temper }) => temper !== 'busy');
  const wanted = Math.round((profile.eventsPerSecond * chaosDuration(profile)) / 1_000);
  const events: PlannedEvent[] = [];
  while (events.length < wanted) {
    const isBusy = random.chance(BUSY_SHARE);
    const story = isBusy ? BUSY_STORY : random.weighted(SHARE);
    events.push(...planOrder(story, random.pick(isBusy ? busy : ordinary), chaosDuration(profile), random));
  }
  return events.sort((a, b) => (a.publishAt[0] ?? 0) - (b.publishAt[0] ?? 0));
}

function planOrder(story: StoryName, customer: Customer, duration: number, random: Random): PlannedEvent[] {
  const orderId = random.id();
  const first = Math.round(random.fraction() * duration);
  const times = STORIES[story].map(
    (_, step) => first + Math.round(step * MEAN_STEP_MS * (0.2 + 1.6 * random.fraction())),
  );
  // The last ones of an order arrive the wrong way round.
  if (random.chance(SHUFFLED)) times.push(...times.splice(-2).reverse());
  return STORIES[story].map((type, step) => {
    const at = times[step] ?? first;
    return {
      id: random.id(),
      type,
      orderId,
      userId: customer.id,
      data: dataOf(type, orderId, step + 1, customer),
      publishAt: random.chance(DUPLICATED) ? [at, at + repeatedAfter(random)] : [at],
    };
  });
}

/** In the same batch, or much later. */
const repeatedAfter = (random: Random): number => (random.chance(0.5) ? 0 : random.integer(200, 15_000));

function dataOf(type: EventType, orderId: string, version: number, { id, email, phone, timeZone }: Customer) {
  return {
    orderId,
    orderNumber: `C-${orderId.slice(0, 8)}`,
    orderVersion: version,
    userId: id,
    currency: 'USD',
    total: '59.80',
    items: [{ name: 'Trail shoe', quantity: 2, unitPrice: '29.90' }],
    recipient: { email, phone, name: 'Chaos', language: 'en', timeZone },
    ...DETAILS[type],
  };
}

const shipment = { id: 's-1', carrier: 'UPS', trackingNumber: '1Z999AA10123456784' };
const refund = { id: 'r-1', amount: '59.80' };

const DETAILS = {
  order_confirmed: {},
  payment_processed: { payment: { amount: '59.80' } },
  order_shipped: { shipment },
  out_for_delivery: { shipment },
  delivered: { shipment },
  delivery_failed: { shipment, failure: { reason: 'nobody home' } },
  refund_initiated: { refund },
  refund_completed: { refund },
} as const satisfies Record<EventType, object>;
